import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Frame, Page } from 'playwright-core'
import { browsing, skip, WAY } from './browsing.ts'

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds in a page, light and dark, one line each. Evaluated from outside, so that the page's own policy holds. */
async function findings(page: Page, frame: Page | Frame = page): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    if (!(await frame.evaluate('"axe" in window'))) await frame.evaluate(axe)
    const lines = await frame.evaluate<string[]>(`axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))`)
    found.push(...lines.map(line => `${colorScheme}: ${line}`))
  }
  return found
}

describe('axe finds nothing, light and dark', { skip }, () => {
  const { open, site } = browsing()

  it('in any step of a booking', async () => {
    const { visit } = await open({ demo: true })
    const page = await visit()
    for (const name of WAY) {
      const next = page.locator('.choices').getByRole('button', { name, exact: typeof name === 'string' })
      await next.waitFor()
      assert.deepEqual(await findings(page), [], String(name))
      await next.click()
    }
    await page.locator('.visit').waitFor()
    assert.deepEqual(await findings(page), [], 'the visit')
  })

  it('in English, with a draft, a person, no connection and a failed message, in a color that is hard to read', async () => {
    const turn = Promise.withResolvers<void>()
    const { visit, channel, fake, context } = await open({
      browser: { locale: 'en-GB', viewport: { width: 320, height: 568 } },
      config: { color: '#ffd54a' },
      answering: async () => {
        await turn.promise
        return []
      },
    })
    const page = await visit()
    const write = async (text: string) => {
      await page.getByRole('textbox').fill(text)
      await page.keyboard.press('Enter')
    }
    await write('Hello')
    await page.locator('[data-state=sent]').waitFor()
    const [address = ''] = fake.addresses()
    await fake.say(address, { text: 'Elena here: [prices](https://salon.example)' }, { author: 'staff' })
    await page.getByText('Elena here').waitFor()
    await channel.draft({ address, key: 'k', text: 'I am **looking** at' })
    await page.locator('.draft').waitFor()
    assert.deepEqual(await findings(page), [], 'a draft')
    await page.route('**/messages', route => route.fulfill({ status: 422, json: {} }))
    await write('Refused')
    await page.locator('[data-state=failed]').waitFor()
    await page.unroute('**/messages')
    await context.setOffline(true)
    await write('Waiting')
    await page.locator('[data-state=waiting]').waitFor()
    assert.deepEqual(await findings(page), [], 'no connection')
  })

  it('in the button and its panel on another site', async () => {
    let tag = ''
    const origin = await site(
      () => `<!doctype html><html lang="en"><title>Salon</title><main><h1>Salon</h1></main>${tag}`,
    )
    const { visit, url } = await open({ server: { origins: [origin] }, browser: { locale: 'en-GB' } })
    tag = `<script src="${url}/widget.js"></script>`
    const page = await visit(origin)
    await page.getByRole('button', { name: 'Chat with us' }).waitFor()
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: 'Chat with us' }).click()
    await page.frameLocator('iframe').getByText('Hello, this is').waitFor()
    for (const frame of page.frames()) assert.deepEqual(await findings(page, frame), [], frame.url())
  })
})
