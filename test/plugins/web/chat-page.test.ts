import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { answerAsSalon } from '../../fakes/salon.ts'
import { browsing, bubbles, skip } from './browsing.ts'

describe('the chat page in a browser', { skip }, () => {
  const { open } = browsing()

  const write = async (page: Page, text: string) => {
    await page.getByRole('textbox').fill(text)
    await page.keyboard.press('Enter')
  }

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
    assert.equal(await page.locator('[data-author=client] .bubble').textContent(), '<b>hello</b>')
    assert.deepEqual(errors, [])
  })

  it('shows that the desk works, and its answer while it is written', async () => {
    const turn = Promise.withResolvers<void>()
    const { visit, channel, fake } = await open({
      answering: async () => {
        await turn.promise
        return [{ text: 'The whole answer.' }]
      },
    })
    const page = await visit()
    await page.getByRole('button', { name: 'Цены' }).click()
    await page.locator('.typing').waitFor()
    await page.getByText('Mirabelle печатает…').waitFor({ state: 'attached' })
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
    await context.setOffline(true)
    await page.getByText(/^Нет связи/).waitFor()
    await write(page, 'Хочу в субботу')
    await page.getByText('Отправится, когда появится связь').waitFor()
    assert.equal(fake.state.delivered, 0)

    await page.route('**/api/v1/web/messages', route => route.abort('connectionfailed'))
    await context.setOffline(false)
    await page.reload()
    await page.locator('[data-state=waiting]').waitFor()
    await page.unroute('**/api/v1/web/messages')
    await context.setOffline(true)
    await context.setOffline(false)
    await page.locator('[data-author=client][data-state=sent]').waitFor()
    await page.getByText('Вы написали: Хочу в субботу').waitFor()
    assert.equal(fake.state.delivered, 1)
    assert.equal((await bubbles(page)).filter(text => text === 'Хочу в субботу').length, 1)
    await page.getByText(/^Нет связи/).waitFor({ state: 'detached' })
  })

  it('sends once what was stored although its receipt was lost', async () => {
    const { visit, fake } = await open()
    const page = await visit()
    let isFirst = true
    await page.route('**/api/v1/web/messages', async route => {
      if (!isFirst) return route.continue()
      isFirst = false
      await route.fetch()
      await route.abort('connectionreset')
    })
    await write(page, 'Хочу в субботу')
    await page.getByText('Вы написали: Хочу в субботу').waitFor()
    await page.locator('[data-author=client][data-state=sent]').waitFor()
    assert.equal(fake.state.delivered, 1)
    assert.equal((await bubbles(page)).filter(text => text === 'Хочу в субботу').length, 1)
  })

  it('loses no second text under an id that was used before', async () => {
    const { visit, fake } = await open()
    const page = await visit()
    await write(page, 'Первый')
    await page.getByText('Вы написали: Первый').waitFor()
    const used: string[] = []
    await page.route('**/api/v1/web/messages', route => {
      const sent = route.request().postDataJSON()
      used.push(sent.id)
      // As a browser restored from a copy would: the id of a message that the desk has.
      return used.length === 1 ? route.fulfill({ status: 409, json: { code: 'id_reused' } }) : route.continue()
    })
    await write(page, 'Второй')
    await page.getByText('Вы написали: Второй').waitFor()
    assert.equal(new Set(used).size, 2)
    assert.equal(fake.state.delivered, 2)
    assert.deepEqual(
      (await bubbles(page)).filter(text => text === 'Второй'),
      ['Второй'],
    )
  })

  it('says what was refused, and sends it again when asked', async () => {
    const { visit } = await open()
    const page = await visit()
    await page.route('**/api/v1/web/messages', route => route.fulfill({ status: 422, json: {} }))
    await write(page, 'Вопрос')
    const again = page.getByRole('button', { name: 'Не отправлено. Отправить ещё раз' })
    await again.waitFor()
    await page.reload()
    await again.waitFor()
    await page.unroute('**/api/v1/web/messages')
    await again.click()
    await page.getByText('Вы написали: Вопрос').waitFor()
    assert.equal(await again.count(), 0)
  })

  it('shows both tabs of a visitor the same conversation, also what waits for the connection', async () => {
    const { visit, context, fake } = await open()
    const [one, two] = [await visit(), await visit()]
    await two.getByText('Здравствуйте!').waitFor()
    await one.getByRole('button', { name: 'Цены' }).click()
    for (const page of [one, two]) await page.getByText('укладка 1 500 ₽').waitFor()
    assert.equal((await bubbles(two)).filter(text => text === 'Цены').length, 1)

    await context.setOffline(true)
    await write(one, 'Из первой вкладки')
    for (const page of [one, two]) await page.locator('[data-state=waiting]').waitFor()
    await one.close()
    await context.setOffline(false)
    await two.getByText('Вы написали: Из первой вкладки').waitFor()
    assert.equal(fake.state.delivered, 2)
    assert.equal((await bubbles(two)).filter(text => text === 'Из первой вкладки').length, 1)
  })

  it('counts in the title what came while nobody looked, and keeps the wish for a sound', async () => {
    const { visit, fake } = await open({ answering: answerAsSalon })
    const page = await visit()
    await write(page, 'Привет')
    await page.getByText('Вы написали: Привет').waitFor()
    const [address = ''] = fake.addresses()
    const hide = (isHidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} });
        document.dispatchEvent(new Event('visibilitychange'))`)
    await hide(true)
    await fake.say(address, { text: 'Здравствуйте, это Елена' }, { author: 'staff' })
    await page.getByText('это Елена').waitFor()
    assert.equal(await page.title(), '(1) Mirabelle')
    await hide(false)
    assert.equal(await page.title(), 'Mirabelle')

    const sound = page.getByRole('button', { name: 'Звук новых сообщений' })
    assert.equal(await sound.getAttribute('aria-pressed'), 'false')
    await sound.click()
    await page.reload()
    assert.equal(await sound.getAttribute('aria-pressed'), 'true')
  })

  it('leads to a person at any time', async () => {
    const { visit, fake } = await open()
    const page = await visit()
    await write(page, 'Привет')
    await page.getByText('Вы написали: Привет').waitFor()
    await page.locator('.top').getByRole('button', { name: 'Позвать человека' }).click()
    await page.getByText('Вы написали: Позвать человека').waitFor()
    assert.equal(fake.state.delivered, 2)
  })

  it('leaves who reads older messages where they are, and leads back', async () => {
    const { visit, fake } = await open({ browser: { viewport: { width: 380, height: 420 } } })
    const page = await visit()
    for (const text of ['Раз', 'Два', 'Три', 'Четыре']) {
      await write(page, text)
      await page.getByText(`Вы написали: ${text}`).waitFor()
    }
    await page.evaluate(`document.querySelector('.scroll').scrollTo(0, 0)`)
    const latest = page.getByRole('button', { name: 'К новым сообщениям' })
    await latest.waitFor()
    await fake.say(fake.addresses()[0] ?? '', { text: 'Ещё одно' }, { author: 'staff' })
    await page.getByText('Ещё одно').waitFor({ state: 'attached' })
    assert.equal(await page.evaluate(`document.querySelector('.scroll').scrollTop`), 0)
    await latest.click()
    await latest.waitFor({ state: 'detached' })
    assert.ok(await page.getByText('Ещё одно').isVisible())
  })
})
