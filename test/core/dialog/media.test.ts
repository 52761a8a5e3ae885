import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import type { InboundPart, Sender } from '../../../core/contract/index.ts'
import { type DeskOptions, startDesk } from '../../support/running-desk/index.ts'
import { call, text } from '../../support/running-desk/model.ts'

const VOICE = Buffer.from('a haircut tomorrow at noon, please').toString('base64')

type Media = Extract<InboundPart, { type: 'media' }>['media']

const file = (media: Media, mimeType: string, ref: object = {}) => ({
  type: 'media' as const,
  media,
  mimeType,
  ref: { mimeType, base64: VOICE, ...ref },
})

/** A desk on whose messenger clients can send files. */
async function open(test: TestContext, options: DeskOptions) {
  const desk = await startDesk({ messenger: { media: true }, ...options })
  test.after(() => desk.stop())
  return {
    ...desk,
    async sends(address: string, parts: readonly InboundPart[], sender?: Sender) {
      const before = await desk.receivedSoFar(address)
      await desk.deliver({ kind: 'message', id: randomUUID(), address, parts, ...(sender && { sender }) })
      const [answer] = await desk.received(address, before)
      return answer?.message.text ?? ''
    },
  }
}

describe('a file of a client', () => {
  it('is heard by a model that takes it, through all steps of the turn, and its bytes are not kept', async test => {
    const desk = await open(test, { model: 'alone' })
    const heard: unknown[] = []
    desk.model.will(
      ({ contents }) => {
        heard.push(contents.at(-1)?.parts)
        return call('get_services')
      },
      ({ contents }) => {
        heard.push(contents.at(-3)?.parts)
        return text('At noon it is.')
      },
    )
    assert.equal(await desk.sends('anna', [file('audio', 'audio/ogg; codecs=opus')]), 'At noon it is.')
    const voice = { inlineData: { mimeType: 'audio/ogg', data: VOICE } }
    assert.deepEqual(heard, [
      [{ text: '[voice message]' }, voice],
      [{ text: '[voice message]' }, voice],
    ])
    const { db } = desk.runtime.instances.journal
    const steps = await db.selectFrom('step').select(['kind', 'input', 'output']).orderBy('number').execute()
    assert.deepEqual(
      { ...steps[0] },
      {
        kind: 'media',
        input: '["audio"]',
        output: JSON.stringify([{ mimeType: 'audio/ogg', bytes: 34 }]),
      },
    )
    assert.ok(!JSON.stringify(steps).includes(VOICE))
  })

  it('goes along with the words beside it', async test => {
    const desk = await open(test, { model: 'alone' })
    let parts = ''
    desk.model.will(({ contents }) => {
      parts = JSON.stringify(contents.at(-1)?.parts)
      return text('A bob, then.')
    })
    const picture = [file('image', 'image/jpeg'), { type: 'text', text: 'Like this' } as const]
    assert.equal(await desk.sends('anna', picture), 'A bob, then.')
    assert.match(parts, /Like this.*image\/jpeg/)
  })

  for (const [language, asks] of [
    ['en', /put it into words/],
    ['ru', /Напишите, пожалуйста, словами/],
  ] as const)
    it(`is asked to be put into words where nobody can take it (${language})`, async test => {
      const desk = await open(test, {})
      assert.match(await desk.sends('anna', [file('audio', 'audio/ogg')], { language }), asks)
      assert.equal(await desk.count('step'), 0, 'it is not even fetched')
    })

  it('is answered without a model that has failed, and its words with one that can not see', async test => {
    const desk = await open(test, { model: true })
    desk.model.will({ fault: 'bad_key' }, { fault: 'bad_key' }, { fault: 'bad_key' })
    assert.match(await desk.sends('anna', [file('audio', 'audio/ogg')]), /put it into words/)
    desk.model.will({ fault: 'bad_key' }, { fault: 'bad_key' }, { fault: 'bad_key' })
    const words = { type: 'text', text: 'What are your opening hours?' } as const
    assert.match(await desk.sends('boris', [file('image', 'image/png'), words]), /10:00/)
  })

  it('that can not be fetched, or is of another kind, breaks nothing', async test => {
    const desk = await open(test, { model: 'alone' })
    for (const [part, answer] of [
      [file('audio', 'audio/ogg', { fails: 'unavailable' }), /could not open/],
      [file('audio', 'audio/ogg', { base64: '' }), /could not open/],
      [file('image', 'image/png', { size: 10_000_001 }), /could not open/],
      [{ ...file('image', 'image/png'), bytes: 20_000_000 }, /put it into words/],
      [file('video', 'video/mp4'), /put it into words/],
      [file('sticker', 'image/webp'), /Nice one/],
    ] as const)
      assert.match(await desk.sends('anna', [part]), answer)
    assert.equal(desk.model.requests.length, 0)
    desk.model.will(text('Hello!'))
    const beside = [file('audio', 'audio/ogg', { fails: 'unavailable' }), { type: 'text', text: 'Hello' } as const]
    assert.equal(await desk.sends('anna', beside), 'Hello!')
  })
})
