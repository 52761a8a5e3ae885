import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { parse, stringify } from 'yaml'
import { needs } from '../support/needs.ts'
import { freePort, type Service, startService } from '../support/service.ts'

const root = join(import.meta.dirname, '..', '..')
const browserOf = await needs('chromium')
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** What a visitor does: writes, presses, reads. */
function visitor(page: Page) {
  return {
    write: async (text: string) => {
      await page.getByRole('textbox').fill(text)
      await page.keyboard.press('Enter')
    },
    press: (name: string | RegExp) => page.getByRole('button', { name }).last().click(),
    reads: (text: string | RegExp) => page.getByText(text).last().waitFor({ timeout: 15_000 }),
  }
}

describe('the demo salon in a real browser', { skip: 'skip' in browserOf ? browserOf.skip : false }, () => {
  let folder: string
  let port: number
  let desk: Service
  let browser: Browser

  /** As `npm start` does it, on a port of its own. */
  const start = () =>
    startService(
      [process.execPath, '--import', 'tsx', join(root, 'core/cli/aiadmin.ts'), 'start', join(folder, 'aiadmin.yaml')],
      {
        cwd: root,
        env: { ...process.env, AIADMIN_DATA: join(folder, 'data') },
        isReady: text => text.includes('/chat'),
      },
    )

  before(async () => {
    if ('skip' in browserOf) return
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-browser-'))
    port = await freePort()
    const example = parse(await readFile(join(root, 'aiadmin.yaml.example'), 'utf8'))
    await writeFile(join(folder, 'aiadmin.yaml'), stringify({ ...example, server: { host: '127.0.0.1', port } }))
    desk = await start()
    browser = await chromium.launch({ executablePath: browserOf.path, args: ARGUMENTS.split(' ') })
  })

  after(async () => {
    await browser?.close()
    desk?.child.kill('SIGTERM')
    await desk?.exited
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  async function open(locale: string): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width: 390, height: 800 } })
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${port}/chat`)
    await page.getByRole('textbox').waitFor()
    return page
  }

  it('books in Russian; after kill -9 and a restart the booking and the conversation are there; then moves and cancels it', async () => {
    const page = await open('ru-RU')
    const anna = visitor(page)
    await anna.write('Здравствуйте! Хочу на маникюр послезавтра')
    await page
      .getByRole('button', { name: /^\d\d:\d\d/ })
      .first()
      .click()
    await anna.reads(/имя и номер телефона/)
    await anna.write('Анна, 8 916 123-45-67')
    await anna.press('Подтвердить')
    await anna.reads(/вы записаны/i)

    desk.child.kill('SIGKILL')
    await desk.exited
    desk = await start()
    await page.reload()
    await anna.reads(/вы записаны/i)
    await anna.reads(/маникюр послезавтра/)

    await answered(page, () => anna.write('Хочу перенести запись'))
    await pressUntilMoved(page)

    await anna.write('Отмените, пожалуйста, мою запись')
    await page
      .getByRole('button', { name: /Да, отменить/ })
      .last()
      .waitFor()
    await anna.press(/Да, отменить/)
    await anna.reads(/Запись отменена/)
  })

  /** Does something and waits for what the desk says to it. */
  async function answered(page: Page, act: () => Promise<unknown>): Promise<void> {
    const bubbles = page.locator('.log [data-author=desk] .bubble')
    const before = await bubbles.count()
    await act()
    await bubbles.nth(before).waitFor()
  }

  /** Presses what leads on (the visit or a time, the action, the confirmation) until the visit is moved. */
  async function pressUntilMoved(page: Page): Promise<void> {
    const moved = page.getByText(/Перенесено/)
    for (let presses = 0; presses < 6 && (await moved.count()) === 0; presses += 1) {
      const confirm = page.getByRole('button', { name: 'Перенести', exact: true }).last()
      const time = page.getByRole('button', { name: /\d\d:\d\d/ }).first()
      await confirm.or(time).first().waitFor()
      await answered(page, async () => ((await confirm.count()) > 0 ? confirm.click() : time.click()))
    }
    await moved.waitFor()
  }

  it('books in English, with the names of services and people in English', async () => {
    const page = await open('en-GB')
    const ann = visitor(page)
    await ann.write("Hello! I'd like a manicure the day after tomorrow")
    await page
      .getByRole('button', { name: /^\d\d:\d\d/ })
      .first()
      .click()
    await ann.reads(/name and phone/i)
    await ann.write('Ann Lee, +7 916 765-43-21')
    await ann.press('Confirm')
    await ann.reads(/you are booked/i)
    await ann.reads(/Manicure with gel polish/)
    assert.equal(await page.getByText(/Маникюр/).count(), 0)
  })
})
