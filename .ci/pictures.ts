// `npm run pictures`: the pictures of the README. A client books at the demo salon, in a real browser, in both languages; then
// the same chat is shown dark, on a small phone and as the button on a site.
// Look at what it made: a machine without an emoji font (Debian: fonts-noto-color-emoji) draws boxes.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { checkConfig } from '../config/check.ts'
import { createDeskLoader, exampleFile } from '../core/cli/desk-file.ts'
import { createRuntime, type Runtime } from '../core/runtime.ts'

interface Scene {
  language: 'ru' | 'en'
  locale: string
  wish: string
  /** The button below the first times, which opens the calendar. */
  otherDays: string
  /** Who she is. */
  client: string
  booked: RegExp
  site: { title: string; words: string; open: string }
}

const scenes: readonly Scene[] = [
  {
    language: 'ru',
    locale: 'ru-RU',
    wish: 'Здравствуйте! Хочу записаться на маникюр',
    otherDays: 'Другие дни',
    client: 'Мария, 8 916 000-00-17',
    booked: /Вы записаны/,
    site: { title: 'Ромашка', words: 'Стрижки, цвет и маникюр рядом с домом', open: 'Написать нам' },
  },
  {
    language: 'en',
    locale: 'en-GB',
    wish: 'Hello! I would like a manicure',
    otherDays: 'Other days',
    client: 'Mary, +7 916 000-00-17',
    booked: /You are booked/,
    site: { title: 'Romashka', words: 'Hair, color and nails around the corner', open: 'Chat with us' },
  },
]

const images = join(import.meta.dirname, '../docs/images')
const CHAT = { width: 400, height: 800 }
const PHONE = { width: 320, height: 800 }
const SITE = { width: 820, height: 800 }
const GAP = 16

/** A page of an invented salon, with the chat's one line. */
function sitePage({ language, site }: Scene, chat: string): string {
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${site.title}</title>
<style>body{margin:0;font:18px/1.5 Georgia,"Noto Serif",serif;color:#2a2320;background:#faf6f1}header{padding:26px 44px;font-size:24px}
main{padding:70px 44px}h1{max-width:350px;margin:0 0 20px;font-size:44px;line-height:1.12;font-weight:400}
p{width:300px;height:12px;margin:14px 0;border-radius:6px;background:#ece3d9}</style>
<header>${site.title}</header><main><h1>${site.words}</h1><p></p><p></p><p style="width:210px"></p></main>
<script src="${chat}/widget.js" data-locale="${language}" async></script>`
}

/** The demo salon on a free port, with an empty book; `origin` may show its chat. */
async function openSalon(origin: string, dataFolder: string): Promise<Runtime> {
  const example = await readFile(exampleFile, 'utf8')
  const text = example.replace('port: 8000', `port: 0\n  origins: ["${origin}"]`)
  const { config } = await checkConfig({ file: exampleFile, text, env: {}, loader: createDeskLoader() })
  if (!config) throw new Error('the example has errors: npm run aiadmin -- check aiadmin.yaml.example')
  const log = pino({ level: 'silent' })
  return createRuntime({ config, log, env: {}, dataFolder, version: 'picture', isDemo: true })
}

async function photograph(page: Page): Promise<string> {
  await page.locator('.live .bubble').waitFor({ state: 'detached' })
  await page.mouse.move(0, 0)
  await page.evaluate(`document.activeElement?.blur()`)
  await page.evaluate('Promise.all(document.getAnimations().map(animation => animation.finished))')
  return (await page.screenshot()).toString('base64')
}

async function write(page: Page, line: string): Promise<void> {
  const said = page.locator('.log [data-author=desk]')
  await said.first().waitFor()
  const before = await said.count()
  await page.getByRole('textbox').fill(line)
  await page.keyboard.press('Enter')
  await said.nth(before).waitFor()
}

/** Books, and answers four moments of it: the calendar, the times of a day, the summary and the visit. */
async function book(page: Page, { wish, otherDays, client, booked }: Scene): Promise<readonly string[]> {
  const said = page.locator('.log [data-author=desk]')
  /** Presses, and waits for what the desk says to it. */
  const press = async (name: string | RegExp) => {
    const before = await said.count()
    await page.locator('.choices').getByRole('button', { name }).first().click()
    await said.nth(before).waitFor()
  }
  await write(page, wish)
  await press(otherDays)
  await page.locator('.day-button').first().waitFor()
  const calendar = await photograph(page)
  await press(/^(Saturday|суббота)/i)
  const times = await photograph(page)
  await press(/^1\d:\d\d, /)
  await write(page, client)
  await page.locator('.choice.primary').waitFor()
  const summary = await photograph(page)
  await page.locator('.choice.primary').click()
  await page.getByText(booked).first().waitFor()
  await page.locator('.visit').waitFor()
  return [calendar, times, summary, await photograph(page)]
}

/** Puts screenshots side by side on one picture. */
async function paste(context: BrowserContext, file: string, shots: readonly { png: string; width: number }[]) {
  const sheet = await context.newPage()
  const width = shots.reduce((sum, shot) => sum + shot.width + GAP, GAP)
  await sheet.setViewportSize({ width, height: CHAT.height + 2 * GAP })
  const style = `margin:${GAP}px 0 ${GAP}px ${GAP}px;border-radius:20px;box-shadow:0 0 0 1px #cfd8d5;float:left`
  const pictures = shots.map(
    ({ png, width }) => `<img style="${style}" width="${width}" src="data:image/png;base64,${png}">`,
  )
  await sheet.setContent(`<body style="margin:0;background:#e9efed">${pictures.join('')}`)
  await sheet.screenshot({ path: join(images, file) })
}

/** Everything of one language: a salon with an empty book, photographed by several visitors. */
async function takePictures(browser: Browser, scene: Scene): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'aiadmin-picture-'))
  let chat = ''
  const site = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end(sitePage(scene, chat)),
  )
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
  const address = site.address()
  const origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
  const runtime = await openSalon(origin, dataFolder)
  const contexts: BrowserContext[] = []
  const visit = async (options: BrowserContextOptions, url: string): Promise<Page> => {
    const common = { locale: scene.locale, timezoneId: 'Europe/Moscow', deviceScaleFactor: 1.5 }
    const context = await browser.newContext({ ...common, ...options })
    contexts.push(context)
    const page = await context.newPage()
    await page.goto(url)
    return page
  }
  try {
    chat = await runtime.start()
    const desktop = await visit({ viewport: CHAT }, `${chat}/chat`)
    const [calendar = '', times = '', , card = ''] = await book(desktop, scene)
    const chatShots = [calendar, times, card].map(png => ({ png, width: CHAT.width }))
    await paste(desktop.context(), `chat-${scene.language}.png`, chatShots)

    const phone = await visit({ viewport: PHONE, colorScheme: 'dark' }, `${chat}/chat`)
    const [, , summary = '', darkCard = ''] = await book(phone, scene)
    const salon = await visit({ viewport: SITE }, origin)
    await salon.getByRole('button', { name: scene.site.open }).click()
    await salon.frameLocator('iframe').locator('.choice').first().waitFor()
    await salon.evaluate(
      `Promise.all(document.querySelector('aiadmin-chat').shadowRoot.getAnimations().map(one => one.finished))`,
    )
    const [, frame] = salon.frames()
    await frame?.evaluate('Promise.all(document.getAnimations().map(animation => animation.finished))')
    const embedded = (await salon.screenshot()).toString('base64')
    await paste(desktop.context(), `screens-${scene.language}.png`, [
      { png: embedded, width: SITE.width },
      { png: summary, width: PHONE.width },
      { png: darkCard, width: PHONE.width },
    ])
  } finally {
    for (const context of contexts) await context.close()
    await runtime.stop()
    site.close()
    await rm(dataFolder, { recursive: true })
  }
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
try {
  for (const scene of scenes) await takePictures(browser, scene)
} finally {
  await browser.close()
}
