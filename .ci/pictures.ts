// `npm run pictures`: the pictures of the README. A client books at the demo salon, in a real browser, in both languages.
// Look at what it made: a machine without an emoji font (Debian: fonts-noto-color-emoji) draws boxes.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Browser, chromium, type Page } from 'playwright-core'
import { checkConfig } from '../config/check.ts'
import { createDeskLoader, exampleFile } from '../core/cli/desk-file.ts'
import { createRuntime, type Runtime } from '../core/runtime.ts'

interface Scene {
  file: string
  locale: string
  salon: string
  /** What the client writes. After the first line a picture is taken, after the last one Confirm is pressed. */
  lines: readonly string[]
}

const scenes: readonly Scene[] = [
  {
    file: 'chat-ru.png',
    locale: 'ru-RU',
    salon: 'Демо-салон «Ромашка»',
    lines: ['Здравствуйте! Можно на маникюр в субботу после обеда?', 'Давайте в 16:30', 'Мария, 8 916 000-00-17'],
  },
  {
    file: 'chat-en.png',
    locale: 'en-GB',
    salon: 'Daisy Demo Salon',
    lines: ['Hello! A manicure on Saturday afternoon, please', 'At 16:30', 'Mary, +7 916 000-00-17'],
  },
]

const images = join(import.meta.dirname, '../docs/images')

/** The demo salon on a free port, with an empty book. */
async function openSalon(name: string, dataFolder: string): Promise<Runtime> {
  const example = await readFile(exampleFile, 'utf8')
  const text = example.replace('port: 8000', 'port: 0').replace(/^ {2}name: .*$/m, `  name: ${name}`)
  const { config } = await checkConfig({ file: exampleFile, text, env: {}, loader: createDeskLoader() })
  if (!config) throw new Error('the example has errors: npm run aiadmin -- check aiadmin.yaml.example')
  return createRuntime({
    config,
    log: pino({ level: 'silent' }),
    env: {},
    dataFolder,
    version: 'picture',
    isDemo: true,
  })
}

async function photograph(page: Page): Promise<string> {
  await page.evaluate(`document.getElementById('scroll').scrollTo({ top: 1e6, behavior: 'instant' })`)
  await page.locator('#latest').waitFor({ state: 'hidden' })
  await page.evaluate('Promise.all(document.getAnimations().map(animation => animation.finished))')
  return (await page.screenshot()).toString('base64')
}

async function write(page: Page, line: string): Promise<void> {
  const said = page.locator('.log [data-author=desk]')
  await said.first().waitFor()
  const before = await said.count()
  await page.locator('textarea').fill(line)
  await page.keyboard.press('Enter')
  await said.nth(before).waitFor()
}

/** Books, and answers two moments of it: the times that are offered, and the visit. */
async function book(page: Page, [first = '', ...others]: readonly string[]): Promise<readonly string[]> {
  await write(page, first)
  const offered = await photograph(page)
  for (const line of others) await write(page, line)
  await page.locator('.choice').first().click()
  await page.locator('.visit').waitFor()
  return [offered, await photograph(page)]
}

async function takePicture(browser: Browser, { file, locale, salon, lines }: Scene): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'aiadmin-picture-'))
  const runtime = await openSalon(salon, dataFolder)
  const viewport = { width: 400, height: 860 }
  const timezoneId = 'Europe/Moscow'
  const context = await browser.newContext({ locale, timezoneId, viewport, deviceScaleFactor: 1.5 })
  try {
    const page = await context.newPage()
    await page.goto(`${await runtime.start()}/chat`)
    const moments = await book(page, lines)
    const sheet = await context.newPage()
    await sheet.setViewportSize({ width: 848, height: 892 })
    const style = 'height:860px;margin:16px 0 16px 16px;border-radius:20px;box-shadow:0 0 0 1px #cfd8d5;float:left'
    await sheet.setContent(
      `<body style="margin:0;background:#e9efed">${moments.map(png => `<img style="${style}" src="data:image/png;base64,${png}">`).join('')}`,
    )
    await sheet.screenshot({ path: join(images, file) })
  } finally {
    await context.close()
    await runtime.stop()
    await rm(dataFolder, { recursive: true })
  }
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
try {
  for (const scene of scenes) await takePicture(browser, scene)
} finally {
  await browser.close()
}
