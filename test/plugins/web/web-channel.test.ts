import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import web from '../../../plugins/channel/web/index.ts'
import { type ChatOptions, openChat } from './open-chat.ts'
import { listen, settingsIn, visit } from './visitor.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function open(options: ChatOptions = {}) {
  const chat = await openChat(options)
  closers.push(chat.close)
  return { ...chat, visitor: () => visit(chat.url) }
}

describe('the page', () => {
  it("speaks the visitor's language, else the company's", async () => {
    const { url } = await open()
    for (const [header, locale, word] of [
      ['ru-RU,ru;q=0.9,en;q=0.8', 'ru', 'Записаться'],
      ['de,en;q=0.5,ru;q=0.4', 'en', 'Book a visit'],
      ['en;q=0.2, ru;q=0.7', 'ru', 'Записаться'],
      ['de', 'en', 'Book a visit'],
      ['', 'en', 'Book a visit'],
    ] as const) {
      const { html, page } = await visit(url, { 'accept-language': header })
      assert.match(html, new RegExp(`<html lang="${locale}">`), header)
      assert.match(html, new RegExp(word), header)
      assert.equal(page.headers.get('content-language'), locale)
    }
  })

  it('has no inline script or style, and escapes what the operator wrote', async () => {
    const { visitor } = await open({ company: { name: '</script><script>alert(1)</script> "Bea"' } })
    const { html } = await visitor()
    assert.doesNotMatch(html, /<script>|alert\(1\)<\/script>|<style| style=| on[a-z]+=/)
    assert.equal(html.match(/<script /g)?.length, 2)
    assert.match(settingsIn(html).texts.greeting, /<\/script><script>alert\(1\)/)
  })

  it('keeps its files in browsers for good under a path that changes with them', async () => {
    const first = await open()
    const second = await open({ config: { color: '#ffd54a' } })
    const pathOf = (html: string) => /href="(\/chat\/web\/assets\/[^/]+\/)theme\.css"/.exec(html)?.[1] ?? ''
    const [one, two] = [pathOf((await first.visitor()).html), pathOf((await second.visitor()).html)]
    assert.notEqual(one, two)
    for (const name of ['theme.css', 'page.css', 'page.js']) {
      const file = await fetch(first.url + one + name)
      assert.equal(file.status, 200)
      assert.match(file.headers.get('cache-control') ?? '', /max-age=31536000, immutable/)
    }
    const theme = await (await fetch(`${second.url}${two}theme.css`)).text()
    assert.match(theme, /--accent: #ffd54a; --on-accent: #111111/)
    assert.equal((await fetch(`${first.url}${one}../../document.ts`)).status, 404)
  })

  it('shows that it is a demo when the server says so', async () => {
    for (const demo of [true, false]) {
      const { visitor } = await open({ demo })
      assert.equal(settingsIn((await visitor()).html).isDemo, demo)
    }
  })
})

describe('the session', () => {
  it('is a cookie that no script can read, kept from visit to visit', async () => {
    const { visitor, url } = await open()
    const { cookie, own } = await visitor()
    assert.match(
      cookie,
      /^aiadmin-web=[A-Za-z0-9_-]{22}\.[^ ;]{43,}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const again = await fetch(`${url}/chat/web`, { headers: { cookie: own.cookie } })
    assert.equal(again.headers.get('set-cookie')?.split(';')[0], own.cookie)
    const forged = await fetch(`${url}/chat/web`, { headers: { cookie: 'aiadmin-web=short' } })
    assert.doesNotMatch(forged.headers.get('set-cookie') ?? '', /=short;/)
  })

  it('is none that the desk has not issued, whatever its shape', async () => {
    const { visitor, url, fake } = await open()
    const { own } = await visitor()
    const [id = '', signature = ''] = own.cookie.replace('aiadmin-web=', '').split('.')
    const other = (await visitor()).own.cookie.split('.')[1] ?? ''
    for (const forged of [
      'A'.repeat(22),
      id,
      `${'A'.repeat(22)}.${signature}`,
      `${id}.${other}`,
      `${id}.`,
      `.${signature}`,
    ]) {
      const cookie = `aiadmin-web=${forged}`
      const refused = await fetch(`${url}/api/v1/web/history`, { headers: { cookie } })
      assert.equal(refused.status, 401, forged)
      const page = await fetch(`${url}/chat/web`, { headers: { cookie } })
      assert.ok(!page.headers.get('set-cookie')?.includes(forged === id ? `=${id}` : forged), forged)
    }
    assert.deepEqual(fake.addresses(), [])
  })

  it('goes on where it was given before cookies were signed and has a conversation, and is signed then', async () => {
    const { visitor, url } = await open()
    const { own, send } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    const unsigned = own.cookie.split('.')[0] ?? ''
    const history = await fetch(`${url}/api/v1/web/history`, { headers: { cookie: unsigned } })
    assert.match(await history.text(), /Hello/)
    const page = await fetch(`${url}/chat/web`, { headers: { cookie: unsigned } })
    assert.equal(page.headers.get('set-cookie')?.split(';')[0], own.cookie)
  })

  it('is secure behind https, and partitioned inside a foreign page', async () => {
    const { url } = await open({ server: { trustProxy: true } })
    const https = { 'x-forwarded-proto': 'https' }
    const { cookie } = await visit(url, https)
    assert.match(cookie, /^__Host-aiadmin-web=.*; HttpOnly; Secure; SameSite=Lax$/)
    const framed = await visit(url, { ...https, 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' })
    assert.match(framed.cookie, /(?=.*; Secure)(?=.*; Partitioned)(?=.*; SameSite=None)/)
  })

  it('does not stand in the address of the conversation', async () => {
    const { visitor, fake } = await open()
    const { send, own } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    const [address] = fake.addresses()
    assert.ok(address)
    assert.ok(!own.cookie.includes(address) && !address.includes(own.cookie.split('=')[1] ?? ''))
  })

  it('shows nobody the conversation of another', async () => {
    const { visitor } = await open()
    const [anna, boris] = [await visitor(), await visitor()]
    await anna.send({ id: 'message-1', text: 'A secret' })
    assert.deepEqual((await boris.call('/history')).body.messages, [])
    assert.equal((await anna.call('/history')).body.messages[0].text, 'A secret')
    const nobody = await boris.call('/history', { headers: { cookie: '' } })
    assert.equal(nobody.status, 401)
    assert.equal(nobody.body.code, 'session_missing')
  })
})

describe('sending', () => {
  it('stores a message once, however often it is sent', async () => {
    const { visitor, fake } = await open()
    const { send, call } = await visitor()
    const first = await send({ id: 'message-1', text: 'Hello' })
    const second = await send({ id: 'message-1', text: 'Hello' })
    assert.equal(first.status, 202)
    assert.equal(second.body.message, first.body.message)
    assert.equal(fake.state.delivered, 1)
    const { messages } = (await call('/history')).body
    assert.deepEqual(
      messages.map(({ text }: { text: string }) => text),
      ['Hello', 'You said: Hello'],
    )
    assert.deepEqual((await call(`/history?after=${messages[1].seq}`)).body.messages, [])
    assert.equal((await call('/history?after=3000000000')).body.code, 'validation_failed')
  })

  it('loses no second message under the id of a first one: the page sends it again under its own', async () => {
    const { visitor, fake } = await open()
    const { send } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    for (const other of [{ text: 'On Friday, please' }, { choice: 'abcdefgh' }, { command: 'human' }]) {
      const refused = await send({ id: 'message-1', ...other })
      assert.equal(refused.status, 409)
      assert.equal(refused.body.code, 'id_reused')
    }
    assert.equal((await send({ id: 'message-2', text: 'On Friday, please' })).status, 202)
    assert.equal(fake.state.delivered, 2)
  })

  it('takes what the page’s own buttons ask as a command', async () => {
    const { visitor } = await open({ answering: ({ parts }) => [{ text: JSON.stringify(parts) }] })
    const { send, call } = await visitor()
    await send({ id: 'message-1', command: 'human' })
    assert.equal((await call('/history')).body.messages[1].text, '[{"type":"command","command":"human"}]')
  })

  it('is refused to the pages of other sites', async () => {
    const { visitor, fake, url } = await open()
    const { send } = await visitor()
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const refused = await send({ id: 'message-1', text: 'Hello' }, headers)
      assert.equal(refused.status, 403)
      assert.equal(refused.body.code, 'foreign_origin')
    }
    const { own } = await visitor()
    const { 'x-aiadmin-chat': _, ...without } = own
    const bare = await fetch(`${url}/api/v1/web/messages`, { method: 'POST', headers: without, body: '{}' })
    assert.equal(bare.status, 403)
    assert.equal(fake.state.delivered, 0)
    const taken = await send({ id: 'message-1', text: 'Hello' }, { origin: url })
    assert.equal(taken.status, 202)
  })

  it('refuses what is no message', async () => {
    const { visitor, fake } = await open()
    const { send } = await visitor()
    for (const [body, status, code] of [
      [{ id: 'message-1', text: ' \u0000 ' }, 422, 'text_empty'],
      [{ id: 'message-1', text: 'x'.repeat(4_001) }, 422, 'text_too_long'],
      [{ id: 'message-1', text: 'x'.repeat(100_000) }, 413, 'body_too_large'],
      [{ id: 'message-1', text: 'x', choice: 'y' }, 400, 'validation_failed'],
      [{ id: 'message-1' }, 400, 'validation_failed'],
      [{ id: 'x', text: 'x' }, 400, 'validation_failed'],
      [{ id: 'message-1', choice: '<script>' }, 400, 'validation_failed'],
      [{ id: 'message-1', command: 'start' }, 400, 'validation_failed'],
      [{ id: 'message-1', command: 'human', text: 'x' }, 400, 'validation_failed'],
    ] as const) {
      const refused = await send(body)
      assert.equal(refused.status, status)
      assert.equal(refused.body.code, code)
    }
    assert.equal(fake.state.delivered, 0)
  })

  it('has a limit for each visitor', async () => {
    const { visitor } = await open({ config: { messagesPerMinute: 2 } })
    const [anna, boris] = [await visitor(), await visitor()]
    for (const id of ['message-1', 'message-2']) assert.equal((await anna.send({ id, text: 'x' })).status, 202)
    const third = await anna.send({ id: 'message-3', text: 'x' })
    assert.equal(third.status, 429)
    assert.equal(third.body.code, 'too_many_requests')
    assert.equal((await anna.call('/history')).status, 200)
    assert.equal((await boris.send({ id: 'message-1', text: 'x' })).status, 202)
  })

  it('answers 503 while the desk stores nothing', async () => {
    const { visitor, fake } = await open()
    const { send } = await visitor()
    fake.state.accepting = false
    const refused = await send({ id: 'message-1', text: 'Hello' })
    assert.equal(refused.status, 503)
    assert.ok(refused.headers.get('retry-after'))
  })
})

// What never comes would be waited for without end.
describe('the stream', { timeout: 30_000 }, () => {
  it('brings the history, then messages, typing and drafts as they come', async () => {
    const { visitor, url, channel, fake } = await open()
    const { send, own } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    const gone = new AbortController()
    const events = listen(url, own, gone.signal)
    const first = (await events.next()).value
    assert.equal(first?.event, 'history')
    assert.equal(first?.data.messages.length, 2)
    const [address = ''] = fake.addresses()
    await channel.typing({ address })
    assert.equal((await events.next()).value?.event, 'typing')
    await channel.draft({ address, key: 'k', text: 'I am loo' })
    assert.equal((await events.next()).value?.data.text, 'I am loo')
    await fake.say(address, { text: 'Elena here.' }, { author: 'staff' })
    const news = (await events.next()).value
    assert.deepEqual(
      news?.data.messages.map(({ author, text }: { author: string; text: string }) => [author, text]),
      [['staff', 'Elena here.']],
    )
    gone.abort()
  })

  it('brings a page that is opened in the middle of an answer what is written so far', async () => {
    const turn = Promise.withResolvers<void>()
    const { visitor, url, channel, fake } = await open({
      answering: async () => {
        await turn.promise
        return [{ text: 'I am looking it up.' }]
      },
    })
    const { send, own } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    const [address = ''] = fake.addresses()
    await channel.draft({ address, key: 'k', text: 'I am' })
    await channel.draft({ address, key: 'k', text: 'I am looking' })
    const gone = new AbortController()
    const events = listen(url, own, gone.signal)
    assert.equal((await events.next()).value?.data.busy, true)
    assert.deepEqual((await events.next()).value, { event: 'draft', data: { key: 'k', text: 'I am looking' } })
    turn.resolve()
    const history = (await events.next()).value?.data
    assert.equal(history.messages[0].text, 'I am looking it up.')
    assert.equal(history.busy, false)
    const later = listen(url, own, gone.signal)
    await later.next()
    await fake.say(address, { text: 'Anything else?' })
    assert.equal((await later.next()).value?.event, 'history')
    gone.abort()
  })

  it('finds a message whose hint was lost', async () => {
    const { visitor, url, fake, clock } = await open()
    const { own, send } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    const gone = new AbortController()
    const events = listen(url, own, gone.signal)
    await events.next()
    await fake.connect({ start: async () => undefined, send: async () => ({ providerIds: [] }) })
    await fake.say(fake.addresses()[0] ?? '', { text: 'From another process.' })
    const next = events.next()
    while (clock.sleeping === 0) await new Promise(resolve => setImmediate(resolve))
    await clock.advance(15_000)
    assert.equal((await next).value?.data.messages[0].text, 'From another process.')
    gone.abort()
  })

  it('goes on where a lost connection ended', async () => {
    const { visitor, url } = await open()
    const { own, send, call } = await visitor()
    await send({ id: 'message-1', text: 'Hello' })
    const { after } = (await call('/history')).body
    const gone = new AbortController()
    const events = listen(url, { ...own, 'last-event-id': String(after) }, gone.signal)
    assert.deepEqual((await events.next()).value?.data.messages, [])
    // No place that there is, nor one that every database could be asked for: all of it is told.
    const lost = listen(url, { ...own, 'last-event-id': '9007199254740991' }, gone.signal)
    assert.equal((await lost.next()).value?.data.messages.length, 2)
    gone.abort()
  })

  it('gives way to the fourth tab of a visitor', async () => {
    const { visitor, url } = await open()
    const { own } = await visitor()
    const gone = new AbortController()
    const tabs = [1, 2, 3, 4].map(() => listen(url, own, gone.signal))
    for (const tab of tabs) await tab.next()
    assert.equal((await tabs[0]?.next())?.value?.event, 'replaced')
    assert.equal((await tabs[0]?.next())?.done, true)
    gone.abort()
  })

  it('ends when the server stops', async () => {
    const { visitor, url, close } = await openChat().then(chat => ({ ...chat, visitor: () => visit(chat.url) }))
    const { own } = await visitor()
    const events = listen(url, own, new AbortController().signal)
    await events.next()
    const [, end] = await Promise.all([close(), events.next()])
    assert.equal(end.done, true)
  })
})

describe('the texts', () => {
  it('are there in both languages', () => {
    assert.deepEqual(Object.keys(web.texts.ru), Object.keys(web.texts.en))
  })
})
