import { createServer } from 'node:http'
import { after, afterEach, before } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { answerAsSalon } from '../../fakes/salon.ts'
import { needs } from '../../support/needs.ts'
import { type ChatOptions, openChat } from './open-chat.ts'

const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

const browserOf = await needs('chromium')

/** Why the tests in a browser are skipped; false where there is one. */
export const skip = 'skip' in browserOf && browserOf.skip

/** What a test sets of the chat and of the visitor's browser. */
export interface BrowsingOptions extends ChatOptions {
  browser?: BrowserContextOptions
}

/** One browser for the tests of a `describe`; each test opens a salon of its own in it. */
export function browsing() {
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

  return {
    /** The chat of a salon that answers from a script, and a visitor, Russian if not told otherwise. */
    async open({ browser: visitor, ...options }: BrowsingOptions = {}) {
      const chat = await openChat({ answering: answerAsSalon, ...options })
      const context = await browser.newContext({ locale: 'ru-RU', timezoneId: 'Europe/Moscow', ...visitor })
      closers.push(chat.close, () => context.close())
      /** What went wrong in any page; no test expects anything here. */
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
    },
    /** Another site, on an origin of its own. */
    async site(html: (path: string) => string): Promise<string> {
      const server = createServer((request, response) =>
        response.setHeader('content-type', 'text/html; charset=utf-8').end(html(request.url ?? '/')),
      )
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      closers.push(async () => server.close())
      const address = server.address()
      return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
    },
  }
}

/** What stands in the bubbles. */
export function bubbles(page: Pick<Page, 'locator'>): Promise<string[]> {
  return page.locator('.log .bubble').allTextContents()
}

/** The buttons that lead from the greeting to the visit. */
export const WAY = ['Записаться', /Женская стрижка/, /Елена/, 'среда, 25 ноября', /^14:00/, 'Подтвердить'] as const
