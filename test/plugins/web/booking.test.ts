import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { browsing, bubbles, skip, WAY } from './browsing.ts'

const CARD = [
  'Вы записаны',
  'среда, 25 ноября',
  '14:00 – 15:30',
  'Женская стрижка, Укладка4 000 ₽',
  'Елена Соколова',
  'Москва, Садовая, 5',
]

describe('booking in the chat page', { skip }, () => {
  const { open } = browsing()

  const button = (page: Page, name: (typeof WAY)[number]) =>
    page.locator('.choices').getByRole('button', { name, exact: typeof name === 'string' })
  const card = (page: Page) => page.locator('.visit p').allTextContents()

  it('works by buttons alone; the visit becomes a card with a file for the calendar', async () => {
    const { visit, errors } = await open({ demo: true })
    const page = await visit()
    assert.equal(await page.locator('.badge').textContent(), 'Демо')
    for (const name of WAY) await button(page, name).click()
    await page.locator('.visit').waitFor()
    assert.deepEqual(await card(page), CARD)
    assert.equal(await page.locator('.choice').count(), 0)
    assert.equal(await page.locator('[data-author=client][data-state=sent]').count(), 6)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Добавить в календарь' }).click(),
    ])
    assert.equal(file.suggestedFilename(), 'visit-2026-11-25.ics')
    assert.deepEqual(errors, [])
  })

  it('offers to update the calendar where a visit is cancelled', async () => {
    for (const [locale, name] of [
      ['ru-RU', 'Обновить в календаре'],
      ['en-GB', 'Update your calendar'],
    ] as const) {
      const { visit } = await open({
        browser: { locale },
        answering: () => [
          {
            text: 'OK',
            visit: {
              id: '71',
              status: 'cancelled',
              start: '2026-11-25T14:00:00+03:00',
              end: '2026-11-25T15:30:00+03:00',
              services: ['Укладка'],
            },
          },
        ],
      })
      const page = await visit()
      await page.getByRole('textbox').fill('?')
      await page.keyboard.press('Enter')
      const link = page.locator('.visit').getByRole('link')
      assert.equal(await link.textContent(), name)
      const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
      assert.match(await readFile(await file.path(), 'utf8'), /^STATUS:CANCELLED\r$/m)
    }
  })

  it('works by typing alone', async () => {
    const { visit, fake } = await open()
    const page = await visit()
    const field = page.getByRole('textbox', { name: 'Напишите сообщение' })
    for (const [words, answer] of [
      ['Хочу записаться. Записаться можно?', 'С удовольствием'],
      ['на стрижку', 'К кому вас записать?'],
      ['к Елене', 'свободно в эти дни'],
      ['25-го', 'Среда, 25 ноября:'],
      ['в два', 'Всё верно?'],
      ['Да', 'Готово, ждём вас!'],
    ] as const) {
      await field.fill(words)
      await page.keyboard.press('Enter')
      await page.getByText(answer).waitFor()
      assert.equal(await field.inputValue(), '')
    }
    assert.deepEqual(await card(page), CARD)
    assert.equal(fake.state.delivered, 6)
  })

  it('works by keyboard alone: the focus goes to what can be pressed next, arrows lead through the calendar', async () => {
    const { visit } = await open()
    const page = await visit()
    const focused = (name: string | RegExp) => page.getByRole('button', { name }).and(page.locator(':focus')).waitFor()
    await button(page, 'Записаться').waitFor()
    // From the top of the page: a person, the sound, the conversation, the first button.
    for (const _ of ['person', 'sound', 'conversation', 'first']) await page.keyboard.press('Tab')
    await focused('Записаться')
    await page.keyboard.press('Enter')
    await focused(/Женская стрижка/)
    await page.keyboard.press('Enter')
    await focused(/Елена/)
    await page.keyboard.press('Enter')
    await focused('вторник, 24 ноября')
    for (const key of ['End', 'ArrowUp', 'Home', 'ArrowRight']) await page.keyboard.press(key)
    await focused('среда, 25 ноября')
    await page.keyboard.press('Enter')
    await focused(/^10:00/)
    for (const _ of ['11:30', '14:00']) await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await focused('Подтвердить')
    await page.keyboard.press('Enter')
    await page.locator('.visit').waitFor()
    await page.getByRole('textbox').and(page.locator(':focus')).waitFor()
  })

  it('fits a phone of 320 px, and a page at 400 %', async () => {
    for (const viewport of [
      { width: 320, height: 560 },
      { width: 320, height: 256 },
    ]) {
      const { visit } = await open({ browser: { viewport, hasTouch: true } })
      const page = await visit()
      for (const name of WAY) {
        const next = button(page, name)
        await next.waitFor()
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)
        assert.ok(
          await page.evaluate(`{ const box = document.querySelector('.scroll'); box.scrollWidth <= box.clientWidth }`),
        )
        const box = await next.boundingBox()
        assert.ok(box && box.width >= 24 && box.height >= 24, `${name} is large enough for a finger`)
        await next.tap()
      }
      await page.locator('.visit').waitFor()
      const room = await page.locator('.scroll').boundingBox()
      assert.ok(room && room.height >= viewport.height * 0.55, 'the conversation has most of the room')
    }
  })

  it('covers no choice with the way to the latest messages', async () => {
    const { visit } = await open({ browser: { viewport: { width: 320, height: 480 }, hasTouch: true } })
    const page = await visit()
    for (const name of WAY.slice(0, 4)) await button(page, name).tap()
    await button(page, WAY[4]).waitFor()
    const seen = await page.evaluate<{ arrow: boolean; choice: boolean; covered: string[] }[]>(`(async () => {
      const box = document.querySelector('.scroll')
      const seen = []
      for (let top = 0; top <= box.scrollHeight - box.clientHeight; top += 20) {
        box.scrollTop = top
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
        const arrow = document.querySelector('.latest')?.getBoundingClientRect()
        const end = box.getBoundingClientRect().bottom
        const choices = [...document.querySelectorAll('.choices button')].map(one => [one, one.getBoundingClientRect()])
        const covers = ({ left, right, top, bottom }) =>
          arrow && left < arrow.right && right > arrow.left && top < arrow.bottom && bottom > arrow.top
        seen.push({
          arrow: arrow !== undefined,
          choice: choices.some(([, { top }]) => top < end),
          covered: choices.filter(([, place]) => covers(place)).map(([one]) => one.textContent),
        })
      }
      return seen
    })()`)
    assert.deepEqual(
      seen.flatMap(({ covered }) => covered),
      [],
    )
    assert.ok(seen[0]?.arrow, 'from far above there is a way')
    assert.ok(seen.some(({ choice }) => choice) && seen.some(({ choice }) => !choice))
  })

  it('goes on after a reload at every step', async () => {
    const { visit, errors } = await open()
    const page = await visit()
    for (const name of WAY) {
      await button(page, name).waitFor()
      await page.reload()
      await button(page, name).click()
    }
    await page.locator('.visit').waitFor()
    const said = await bubbles(page)
    assert.equal(said.length, 13)
    await page.getByRole('textbox').fill('Ещё вопрос')
    await page.reload()
    await page.locator('.visit').waitFor()
    assert.deepEqual(await bubbles(page), said)
    assert.equal(await page.getByRole('textbox').inputValue(), 'Ещё вопрос')
    assert.deepEqual(errors, [])
  })

  it('lets the visitor turn the months of the calendar', async () => {
    const { visit } = await open()
    const page = await visit()
    for (const name of WAY.slice(0, 3)) await button(page, name).click()
    await page.getByRole('button', { name: 'Следующий месяц' }).click()
    await page.getByText('Декабрь 2026', { exact: false }).or(page.getByText('декабрь 2026')).waitFor()
    assert.deepEqual(await page.locator('.day-button').allTextContents(), ['1', '3'])
    assert.ok(await page.getByRole('button', { name: 'Следующий месяц' }).isDisabled())
    await page.getByRole('button', { name: 'Предыдущий месяц' }).click()
    assert.deepEqual(await page.locator('.day-button').allTextContents(), ['24', '25', '26', '28'])
  })
})
