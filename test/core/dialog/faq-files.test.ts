import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { PageHistory } from '../../../plugins/channel/web/history.ts'
import { startTelegramFake, type TelegramFake, TOKEN } from '../../fakes/telegram/index.ts'
import { options, startWhatsAppFake, type WhatsAppFake } from '../../fakes/whatsapp/index.ts'
import { visit } from '../../plugins/web/visitor.ts'
import { createPerson } from '../../plugins/whatsapp/person.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { company, MONDAY } from '../../support/running-desk/salon.ts'
import { createShiftedClock } from '../../support/running-desk/shifted-clock.ts'

const PRICES = Buffer.from('%PDF-1.7 made up')
const DOOR = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const NAME = 'prices (2026).pdf'
const SHOWN = 'prices 2026.pdf'

/** With its first answer the rules brain offers to go on. */
const AND_ON = '\n\nWould you like to book?'

const faq = [
  { question: 'Do you have a price list?', answer: 'Here it is.', file: NAME },
  { question: 'What does the entrance look like?', answer: 'Like this.', file: 'door.jpg' },
  { question: 'Where are photos of your work?', answer: 'In our album.', file: 'https://demo.example/album' },
]

describe('an answer with a file', { timeout: 60_000 }, () => {
  let folder: string
  let desk: RunningDesk
  let telegram: TelegramFake
  let whatsapp: WhatsAppFake
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-faq-'))
    await Promise.all([writeFile(join(folder, NAME), PRICES), writeFile(join(folder, 'door.jpg'), DOOR)])
    const { now } = createShiftedClock(MONDAY)
    telegram = await startTelegramFake({ now: () => desk?.clock.now() ?? now(), hurry: () => desk?.clock.advance(300) })
    whatsapp = await startWhatsAppFake({ now: () => desk?.clock.now() ?? now() })
    desk = await startDesk({
      folder,
      model: true,
      config: {
        company: company({ faq }),
        server: { host: '127.0.0.1', port: 0, publicUrl: 'https://desk.mirabelle.example' },
        llm: { rules: { use: 'rules' } },
        channels: {
          telegram: { use: 'telegram', with: { token: TOKEN, apiRoot: telegram.url } },
          whatsapp: { use: 'whatsapp', with: { ...options, apiUrl: whatsapp.url, burstMs: 0 } },
          web: { use: 'web' },
          api: { use: 'http', with: { apiKeys: [{ name: 'site', key: `\${API_KEY}` }] } },
        },
      },
    })
    whatsapp.connect(`${desk.url}/api/v1/whatsapp/webhook`)
  })
  after(async () => {
    await desk.stop()
    await Promise.all([telegram.close(), whatsapp.close(), rm(folder, { recursive: true, force: true })])
  })

  it('brings it in Telegram, with the words below', async () => {
    const anna = telegram.person(1)
    const [prices] = await anna.says('Do you have a price list?')
    assert.deepEqual(
      [prices?.text, prices?.file?.kind, prices?.file?.fileName, Buffer.from(prices?.file?.bytes ?? [])],
      [`Here it is.${AND_ON}`, 'document', SHOWN, PRICES],
    )
    const [door] = await anna.says('What does the entrance look like?')
    assert.deepEqual([door?.text, door?.file?.kind], ['Like this.', 'photo'])
    const [album] = await anna.says('Where are photos of your work?')
    assert.deepEqual([album?.file, album?.links], [undefined, [{ text: 'album', url: 'https://demo.example/album' }]])
    assert.deepEqual([...telegram.offences], [])
  })

  it('brings it in WhatsApp in one message, uploaded once', async () => {
    for (const number of [1, 2]) {
      const shown = await createPerson(whatsapp, number).says('Do you have a price list?')
      assert.deepEqual([shown.text, shown.media?.kind], [`Here it is.${AND_ON}`, 'document'])
      const file = whatsapp.file(shown.media?.id ?? '')
      assert.deepEqual([file?.mimeType, Buffer.from(file?.bytes ?? [])], ['application/pdf', PRICES])
    }
    assert.equal(new Set(whatsapp.accepted.map(({ body }) => body.document?.id)).size, 1)
    assert.deepEqual(whatsapp.refused, [])
  })

  it('shows it in the web chat, from an address that holds nothing else', async () => {
    const { send, call, own } = await visit(desk.url)
    await send({ id: 'message-1', text: 'What does the entrance look like?' })
    let said: PageHistory['messages'][number] | undefined
    while (!said) {
      const { body }: { body: PageHistory } = await call('/history')
      said = body.messages.find(({ author }) => author === 'desk')
    }
    assert.equal(said.text, 'Like this.')
    const { url = '', ...media } = said.media ?? {}
    assert.deepEqual(media, { media: 'image', mimeType: 'image/jpeg', fileName: 'door.jpg' })
    const answer = await fetch(desk.url + url, { headers: own })
    assert.deepEqual(Buffer.from(await answer.bytes()), DOOR)
    const { headers } = answer
    assert.deepEqual(
      ['content-type', 'content-disposition', 'x-content-type-options'].map(name => headers.get(name)),
      ['image/jpeg', 'inline', 'nosniff'],
    )
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
    for (const path of ['/files/aiadmin.yaml/x', `/files/${'0'.repeat(12)}/door.jpg`, '/files/..%2Fdoor.jpg/door.jpg'])
      assert.equal((await fetch(desk.url + path)).status, 404)
  })

  it('leads to it where a channel shows no files', async () => {
    const { text } = await desk.client('vera').says('Do you have a price list?')
    const [, address = ''] =
      /^Here it is\.\n\nWould you like to book\?\n\[prices 2026\.pdf\]\(https:\/\/desk\.mirabelle\.example(\S+)\)$/.exec(
        text,
      ) ?? []
    const answer = await fetch(desk.url + address)
    assert.equal(answer.headers.get('content-disposition'), 'attachment')
    assert.deepEqual(Buffer.from(await answer.bytes()), PRICES)
  })

  it('says the words alone when the file is gone', async () => {
    await rm(join(folder, 'door.jpg'))
    const [door] = await telegram.person(3).says('What does the entrance look like?')
    assert.deepEqual([door?.text, door?.file], ['Like this.', undefined])
    await writeFile(join(folder, 'door.jpg'), DOOR)
  })
})

describe('a model that answers from the FAQ', () => {
  it('sends the file by the mark that stands in the prompt, and none that it has made up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-faq-'))
    await writeFile(join(folder, NAME), PRICES)
    const desk = await startDesk({
      folder,
      model: 'alone',
      config: { company: company({ faq: faq.slice(0, 1) }), channels: { web: { use: 'web' } } },
    })
    try {
      const { send, call } = await visit(desk.url)
      desk.model.will(({ system }) => {
        const mark = /\[[^\]]*\]\(file:\w+\)/.exec(system)?.[0]
        assert.ok(mark, 'the prompt names no file')
        return { text: `Of course, have a look! ${mark} And [this](file:secrets).` }
      })
      await send({ id: 'message-1', text: 'What do you charge?' })
      let said: PageHistory['messages'][number] | undefined
      while (!said) {
        const { body }: { body: PageHistory } = await call('/history')
        said = body.messages.find(({ author }) => author === 'desk')
      }
      assert.deepEqual([said.text, said.media?.fileName], ['Of course, have a look! And.', SHOWN])
    } finally {
      await desk.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
