import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type OpenedWhatsApp, openWhatsApp } from './open.ts'

const BYTES = Buffer.from('the bytes of a photo')

describe('files of whatsapp’s clients', () => {
  let opened: OpenedWhatsApp
  beforeEach(async () => {
    opened = await openWhatsApp()
    opened.fake.addFile('77', { kind: 'image', mimeType: 'image/jpeg', bytes: BYTES })
  })
  afterEach(() => opened.close())

  const fetchMedia = (ref = { id: '77', media: 'image' }, maxBytes = 1_000) => {
    const { channel, clock, call } = opened
    const fetching = channel.fetchMedia?.({ ref, maxBytes }, call()) ?? Promise.reject(new Error('no fetchMedia'))
    return clock.drive(fetching)
  }

  it('are fetched by a fresh address each time, however old the message is', async () => {
    for (let day = 0; day < 2; day += 1) {
      const { bytes, mimeType } = await fetchMedia()
      assert.deepEqual([Buffer.from(bytes), mimeType], [BYTES, 'image/jpeg'])
      await opened.clock.advance(86_400_000)
    }
  })

  for (const { what, ref, code } of [
    { what: 'a page that calls itself a photo', ref: { id: 'page', media: 'image' }, code: 'refused' },
    { what: 'a photo that calls itself a sound', ref: { id: '77', media: 'audio' }, code: 'refused' },
    { what: 'what is gone', ref: { id: '78', media: 'image' }, code: 'invalid' },
    { what: 'a path', ref: { id: '../77', media: 'image' }, code: 'invalid' },
    { what: 'a kind that there is not', ref: { id: '77', media: 'constructor' }, code: 'invalid' },
  ])
    it(`are refused: ${what}`, async () => {
      opened.fake.addFile('page', { kind: 'image', mimeType: 'text/html', bytes: BYTES })
      await assert.rejects(fetchMedia(ref), { code })
    })

  it('are refused by their announced size, before anything is fetched', async () => {
    opened.fake.mediaUrl = 'https://lookaside.fbsbx.com/never-asked'
    await assert.rejects(fetchMedia(undefined, BYTES.length - 1), { code: 'refused' })
  })

  for (const url of [
    'https://salon.example/a.jpg',
    'http://lookaside.fbsbx.com/a.jpg',
    'https://lookaside.fbsbx.com:8443/a.jpg',
    'https://fbsbx.com.salon.example/a.jpg',
    'https://evilfbsbx.com/a.jpg',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'no address',
  ])
    it(`are not fetched from ${url}`, async () => {
      opened.fake.mediaUrl = url
      await assert.rejects(fetchMedia(), { code: 'refused' })
    })

  it('are not fetched from where a redirect leads, and the token does not go there', async () => {
    const strayed: string[] = []
    const stranger = createServer((request, response) => {
      strayed.push(String(request.headers.authorization))
      response.end(BYTES)
    }).listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const address = stranger.address()
    const port = typeof address === 'object' && address ? address.port : 0
    opened.fake.redirectMedia = `http://127.0.0.1:${port}/a.jpg`
    await assert.rejects(fetchMedia(), { code: 'refused' })
    assert.deepEqual(strayed, [])
    // A second hop at the provider itself is followed.
    opened.fake.redirectMedia = 'here'
    assert.deepEqual(Buffer.from((await fetchMedia()).bytes), BYTES)
    stranger.close()
  })
})
