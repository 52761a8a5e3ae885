import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { browsing, skip, WAY } from './browsing.ts'

/** The worst that a site's style could do to what stands in its page, short of hiding all of it. */
const HOSTILE = `* { all: unset !important } html, body { display: block !important; transform: translateX(0) }
  body > *, aiadmin-chat, button, iframe, dialog, svg { display: none !important; visibility: hidden !important;
    opacity: 0 !important; width: 1px !important; height: 1px !important; transform: scale(0) !important; font: 2px serif !important;
    color: red !important; pointer-events: none !important; position: static !important; z-index: -1 !important }`

/** A page of the site: its content needs no script and no style of ours. */
const siteHtml = ({ style = '', tag = '', policy = '' } = {}) =>
  `<!doctype html><html lang="ru"><title>Салон</title>${policy && `<meta http-equiv="content-security-policy" content="${policy}">`}
  <style>${style}</style><body><h1>Салон</h1><p>Текст</p><input aria-label="Поиск">${tag}`

describe('the chat on another site', { skip }, () => {
  const { open, site } = browsing()

  /** A salon whose chat a site shows, by a tag with these attributes. */
  async function embed(options: { attributes?: string; style?: string; phone?: boolean; locale?: string } = {}) {
    let tag = ''
    let policy = ''
    const origin = await site(path =>
      siteHtml({ style: options.style ?? '', policy, tag: path === '/bare' ? '' : tag }),
    )
    const chat = await open({
      server: { origins: [origin] },
      browser: {
        locale: options.locale ?? 'ru-RU',
        ...(options.phone && { viewport: { width: 320, height: 600 }, hasTouch: true }),
      },
    })
    tag = `<script src="${chat.url}/widget.js" ${options.attributes ?? ''} async></script>`
    // The strictest policy with which the widget works, as its README says.
    policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${chat.url}; connect-src ${chat.url}; frame-src ${chat.url}`
    const page = await chat.visit(origin)
    return { ...chat, origin, page }
  }

  const frameOf = (page: Page) => page.frameLocator('iframe')

  it('opens with one script tag, books a visit, and leaves the page as it was', async () => {
    const { page, errors, origin } = await embed()
    await page.goto(`${origin}/bare`)
    const ownNames = new Set(await page.evaluate<string[]>('Object.keys(window)'))
    await page.goto(origin)
    await page.getByRole('button', { name: 'Написать нам' }).click()
    const chat = frameOf(page)
    for (const name of WAY)
      await chat
        .locator('.choices')
        .getByRole('button', { name, exact: typeof name === 'string' })
        .click()
    await chat.locator('.visit').waitFor()
    const names = await page.evaluate<string[]>('Object.keys(window)')
    assert.deepEqual(
      names.filter(name => !ownNames.has(name) && !/^\d+$/.test(name)),
      [],
    )
    assert.equal(await page.evaluate(`document.querySelectorAll('body > *').length`), 5)
    // The site's scripts see a frame of another origin, not the conversation.
    assert.ok(
      await page.evaluate(
        `document.querySelector('aiadmin-chat').shadowRoot.querySelector('iframe').contentDocument === null`,
      ),
    )
    assert.deepEqual(errors, [])

    // Another page of the site: the chat is open as it was, with its conversation.
    await page.goto(`${origin}/prices`)
    await frameOf(page).locator('.visit').waitFor()
    await page.getByRole('button', { name: 'Закрыть чат' }).last().click()
    await page.locator('iframe').waitFor({ state: 'hidden' })
  })

  it('looks the same under a hostile style', async () => {
    const look = async (style: string) => {
      const { page } = await embed({ style })
      const launcher = page.getByRole('button', { name: 'Написать нам' })
      const closed = await launcher.boundingBox()
      await launcher.click()
      await frameOf(page).getByText('Здравствуйте!').waitFor()
      await page.evaluate(
        'Promise.all(document.querySelector("aiadmin-chat").shadowRoot.getAnimations().map(one => one.finished))',
      )
      const open = await page.locator('iframe').boundingBox()
      const styles = await page.evaluate(`(() => {
        const { font, color, opacity, visibility } = getComputedStyle(document.querySelector('aiadmin-chat').shadowRoot.querySelector('.launcher'))
        return { font, color, opacity, visibility }
      })()`)
      await page.getByRole('button', { name: 'Закрыть чат' }).last().click()
      return { closed, open, styles }
    }
    const kind = await look('')
    assert.ok(kind.closed && kind.open)
    assert.deepEqual(await look(HOSTILE), kind)
  })

  it('takes color, side, label, language, theme and greeting from the attributes', async () => {
    const { page } = await embed({
      attributes: `data-color="#c2185b" data-position="left" data-label="Ask us" data-locale="en" data-theme="dark" data-greeting="Hi there, <b>ask</b> away"`,
    })
    const launcher = page.getByRole('button', { name: 'Ask us' })
    const box = await launcher.boundingBox()
    assert.equal(box?.x, 20)
    assert.equal(
      await page.evaluate(
        `getComputedStyle(document.querySelector('aiadmin-chat').shadowRoot.querySelector('.launcher')).backgroundColor`,
      ),
      'rgb(194, 24, 91)',
    )
    await launcher.click()
    const chat = frameOf(page)
    await chat.getByText('Hi there, <b>ask</b> away').waitFor()
    const own = await page
      .frame({ url: /\/chat\/web/ })
      ?.evaluate(`[document.documentElement.lang, document.documentElement.dataset.theme,
        getComputedStyle(document.documentElement).getPropertyValue('--accent')]`)
    assert.deepEqual(own, ['en', 'dark', '#c2185b'])
  })

  it('greets in the words of the attribute also where the site answers before the page has settled', async () => {
    const { page } = await embed({ attributes: 'data-greeting="Спросите нас"' })
    // In the frame, what the page puts off comes after the site's first word.
    await page.addInitScript(`if (parent !== window) {
      const { requestAnimationFrame: onFrame, setTimeout: later } = window
      const spoken = new Promise(resolve => addEventListener('message', resolve, { once: true }))
      window.requestAnimationFrame = run => (spoken.then(() => onFrame(run)), 0)
      window.setTimeout = (...args) => (spoken.then(() => later(...args)), 0)
    }`)
    await page.reload()
    await page.getByRole('button', { name: 'Написать нам' }).click()
    await frameOf(page).getByText('Спросите нас').waitFor()
  })

  it('is opened and closed with the keyboard, and gives the focus back', async () => {
    const { page } = await embed({ locale: 'en-GB' })
    const launcher = page.getByRole('button', { name: 'Chat with us' })
    await launcher.focus()
    assert.equal(await launcher.getAttribute('aria-expanded'), 'false')
    await page.keyboard.press('Enter')
    const field = frameOf(page).getByRole('textbox')
    await field.focus()
    await page.keyboard.press('Escape')
    await page.locator('iframe').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Chat with us' }).and(page.locator(':focus')).waitFor()
  })

  it('counts on the button what came while it was closed', async () => {
    const { page, fake } = await embed()
    await page.getByRole('button', { name: 'Написать нам' }).click()
    const chat = frameOf(page)
    await chat.getByRole('button', { name: 'Цены' }).click()
    await chat.getByText('укладка 1 500 ₽').waitFor()
    await page.getByRole('button', { name: 'Закрыть чат' }).last().click()
    await fake.say(fake.addresses()[0] ?? '', { text: 'Есть окно в пять' }, { author: 'staff' })
    await page.getByRole('button', { name: 'Написать нам, новых сообщений: 1' }).click()
    await chat.getByText('Есть окно в пять').waitFor()
    await page.getByRole('button', { name: 'Закрыть чат' }).last().click()
    await page.getByRole('button', { name: 'Написать нам', exact: true }).waitFor()
  })

  it('covers a phone, keeps the site behind out of reach, and closes from inside', async () => {
    const { page } = await embed({ phone: true })
    await page.getByRole('button', { name: 'Написать нам' }).tap()
    const chat = frameOf(page)
    await chat.getByText('Здравствуйте!').waitFor()
    await page.evaluate(
      'Promise.all(document.querySelector("aiadmin-chat").shadowRoot.getAnimations().map(one => one.finished))',
    )
    assert.deepEqual(await page.locator('iframe').boundingBox(), { x: 0, y: 0, width: 320, height: 600 })
    await page.evaluate(`document.querySelector('input').focus()`)
    assert.notEqual(await page.evaluate('document.activeElement.tagName'), 'INPUT')
    await chat.getByRole('button', { name: 'Закрыть чат' }).tap()
    await page.locator('iframe').waitFor({ state: 'hidden' })
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)
  })

  it('is an element that a page places itself', async () => {
    const { page, url } = await embed({ attributes: 'data-label="From the tag"' })
    await page.setContent(
      `<aiadmin-chat label="Own" instance="web" position="left"></aiadmin-chat><script src="${url}/widget.js"></script>`,
    )
    await page.getByRole('button', { name: 'Own' }).click()
    await frameOf(page).getByText('Здравствуйте!').waitFor()
    assert.equal(await page.locator('aiadmin-chat').count(), 1)
  })

  it('shows nothing on a site that is not listed, and says why in its console', async () => {
    const { visit, url } = await open({ server: { origins: ['https://salon.example'] } })
    const foreign = await visit(await site(() => siteHtml()))
    const [warning] = await Promise.all([
      foreign.waitForEvent('console', { predicate: message => message.text().startsWith('aiadmin:') }),
      foreign.addScriptTag({ url: `${url}/widget.js` }),
    ])
    assert.match(warning.text(), /server\.origins/)
    assert.equal(await foreign.getByRole('button').count(), 0)
  })
})
