import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, afterEach, before, describe, it } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { createDeferred } from '../../fakes/deferred.ts'
import { answerAsSalon } from '../../fakes/salon.ts'
import { needs } from '../../support/needs.ts'
import { type ChatOptions, openChat } from './open-chat.ts'

const browserOf = await needs('chromium')
const skip = 'skip' in browserOf && browserOf.skip
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

describe('the chat page in a browser', { skip }, () => {
  let browser: Browser
  const closers: (() => Promise<unknown>)[] = []
  before(async () => {
    if ('path' in browserOf)
      browser = await chromium.launch({ executablePath: browserOf.path, args: ARGUMENTS.split(' ') })
  })
  after(() => browser.close())
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  async function open(options: ChatOptions & { browser?: BrowserContextOptions } = {}) {
    const chat = await openChat({ answering: answerAsSalon, ...options })
    const context = await browser.newContext({ locale: 'ru-RU', ...options.browser })
    closers.push(chat.close, () => context.close())
    const errors: string[] = []
    const visit = async (url = `${chat.url}/chat`): Promise<Page> => {
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      page.on('pageerror', error => errors.push(error.message))
      page.on('console', message => {
        if (/Content Security Policy|Uncaught/.test(message.text())) errors.push(message.text())
      })
      await page.goto(url)
      return page
    }
    return { ...chat, context, visit, errors }
  }

  const bubbles = (page: Page) => page.locator('.log .bubble').allTextContents()

  it('books a visit by buttons alone, and shows it again after a reload', async () => {
    const { visit, errors } = await open({ demo: true })
    const page = await visit()
    await page.getByText('Здравствуйте! Это Mirabelle').waitFor()
    assert.equal(await page.locator('.badge').textContent(), 'Демо')
    for (const name of ['Записаться', /Женская стрижка/, /Елена/, 'Ср 25 ноября', '14:00', 'Подтвердить'])
      await page.getByRole('button', { name, exact: typeof name === 'string' }).click()
    const card = page.locator('.visit')
    await card.waitFor()
    assert.deepEqual(await card.locator('p').allTextContents(), [
      'Вы записаны',
      'среда, 25 ноября',
      '14:00 – 15:30',
      'Женская стрижка, Укладка · Елена Соколова',
    ])
    assert.equal(await page.locator('.choice').count(), 0)
    const said = await bubbles(page)
    assert.equal(await page.locator('[data-author=client][data-state=sent]').count(), 6)

    await page.reload()
    await page.locator('.visit').waitFor()
    assert.deepEqual(await bubbles(page), said.slice(1))
    assert.deepEqual(errors, [])
  })

  it('speaks English, shows bold text and links, and nothing of a message as HTML', async () => {
    const text = '**Haircut** <img src=x onerror=alert(1)> [prices](https://salon.example/p) [bad](javascript:alert(1))'
    const { visit, errors } = await open({ browser: { locale: 'en-GB' }, answering: () => [{ text }] })
    const page = await visit()
    await page.getByText('Hello, this is Mirabelle!').waitFor()
    await page.getByPlaceholder('Write a message').fill('<b>hello</b>')
    await page.keyboard.press('Enter')
    const answer = page.locator('[data-author=desk] .bubble', { hasText: 'Haircut' })
    await answer.waitFor()
    assert.equal(await answer.locator('strong').textContent(), 'Haircut')
    assert.equal(await answer.locator('a').getAttribute('href'), 'https://salon.example/p')
    assert.equal(await answer.locator('a').getAttribute('rel'), 'noopener noreferrer nofollow')
    assert.equal(await answer.locator('a').count(), 1)
    assert.equal(await page.locator('.log img, .log b').count(), 0)
    assert.match((await page.locator('[data-author=client] .bubble').textContent()) ?? '', /^<b>hello<\/b>$/)
    assert.deepEqual(errors, [])
  })

  it('shows that the desk works, and its answer while it is written', async () => {
    const turn = createDeferred()
    const { visit, channel, fake } = await open({
      answering: async () => {
        await turn.promise
        return [{ text: 'The whole answer.' }]
      },
    })
    const page = await visit()
    await page.getByRole('button', { name: 'Цены' }).click()
    await page.locator('.typing').waitFor()
    await page.locator('[data-state=sent]').waitFor()
    await channel.draft({ address: fake.addresses()[0] ?? '', key: 'k', text: 'The whole' })
    await page.locator('.draft').getByText('The whole').waitFor()
    turn.resolve()
    await page.locator('.log').getByText('The whole answer.').waitFor()
    await page.locator('.live .bubble').waitFor({ state: 'detached' })
  })

  it('keeps what was written offline through a reload, and sends it once when the connection is back', async () => {
    const { visit, context, fake } = await open()
    const page = await visit()
    await page.getByText('Здравствуйте!').waitFor()
    await page.route('**/api/v1/web/messages', route => route.abort('connectionfailed'))
    await page.getByPlaceholder('Напишите сообщение').fill('Хочу в субботу')
    await page.keyboard.press('Enter')
    await page.locator('[data-state=waiting]').waitFor()
    assert.equal(fake.state.delivered, 0)
    await page.reload()
    await page.locator('[data-state=waiting]').waitFor()
    await page.unroute('**/api/v1/web/messages')
    await context.setOffline(true)
    await context.setOffline(false)
    await page.locator('[data-author=client][data-state=sent]').waitFor()
    await page.getByText('Вы написали: Хочу в субботу').waitFor()
    assert.equal(fake.state.delivered, 1)
    assert.equal((await bubbles(page)).filter(text => text === 'Хочу в субботу').length, 1)
  })

  it('shows both tabs of a visitor the same conversation', async () => {
    const { visit } = await open()
    const [one, two] = [await visit(), await visit()]
    await two.getByText('Здравствуйте!').waitFor()
    await one.getByRole('button', { name: 'Цены' }).click()
    for (const page of [one, two]) await page.getByText('укладка 1 500 ₽').waitFor()
    assert.equal((await bubbles(two)).filter(text => text === 'Цены').length, 1)
  })

  it('fits a phone of 320 px, and is used with the keyboard', async () => {
    const { visit } = await open({ browser: { viewport: { width: 320, height: 560 } } })
    const page = await visit()
    const first = page.getByRole('button', { name: 'Записаться' })
    await first.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /Женская стрижка/ }).waitFor()
    const width = await page.evaluate('document.documentElement.scrollWidth')
    assert.equal(width, 320)
    assert.equal(await page.getByRole('log').getAttribute('aria-live'), 'polite')
  })

  it('opens on a listed site with one script tag, and on no other', async () => {
    const site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><body><script src="/unset"></script>'),
    )
    const origin = await listen(site)
    closers.push(async () => site.close())
    const { visit, url } = await open({ server: { origins: [origin] } })
    const page = await visit(origin)
    await page.addScriptTag({ url: `${url}/widget.js` })
    await page.getByRole('button', { name: 'Написать нам' }).click()
    await page.frameLocator('iframe').getByText('Здравствуйте!').waitFor()
    await page.getByRole('button', { name: 'Закрыть чат' }).click()
    await page.locator('iframe').waitFor({ state: 'hidden' })

    const foreign = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<body>'))
    closers.push(async () => foreign.close())
    const other = await visit(await listen(foreign))
    await other.addScriptTag({ url: `${url}/widget.js` })
    assert.equal(await other.locator('aiadmin-chat').count(), 0)
  })
})

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
}
