import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { OpeningHours } from '../../../core/contract/index.ts'
import type { LauncherSettings } from '../../../plugins/channel/web/launcher.ts'
import { type ChatOptions, openChat } from './open-chat.ts'
import { settingsIn, visit } from './visitor.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function open(options: ChatOptions = {}) {
  const { url, close } = await openChat(options)
  closers.push(close)
  return {
    url,
    async settings(language: 'ru' | 'en') {
      return settingsIn((await visit(url, { 'accept-language': language })).html)
    },
    async launcher(query = ''): Promise<LauncherSettings> {
      const response = await fetch(`${url}/chat/web/widget.json${query}`)
      return (await response.json()) as LauncherSettings
    },
  }
}

const day = [{ from: '10:00', to: '20:00' }]

describe('the opening hours on the page', () => {
  // Friday's run past midnight, as the notation writes it.
  const hours: OpeningHours = {
    week: {
      mon: day,
      tue: day,
      wed: day,
      thu: day,
      fri: [{ from: '10:00', to: '24:00' }],
      sat: [{ from: '00:00', to: '02:00' }],
      sun: [],
    },
    exceptions: { '2026-11-25': [], '2026-11-26': [{ from: '12:00', to: '24:00' }] },
  }

  for (const [at, isOpen, ru, en] of [
    ['2026-11-23T12:00+03:00', true, 'Открыто до 20:00', 'Open until 20:00'],
    ['2026-11-23T06:59:59Z', false, 'Закрыто, откроемся в 10:00', 'Closed, opens at 10:00'],
    ['2026-11-23T07:00Z', true, 'Открыто до 20:00', 'Open until 20:00'],
    ['2026-11-23T20:00+03:00', false, 'Закрыто, откроемся завтра в 10:00', 'Closed, opens tomorrow at 10:00'],
    ['2026-11-24T21:00+03:00', false, 'Закрыто, откроемся в четверг в 12:00', 'Closed, opens on Thursday at 12:00'],
    ['2026-11-26T23:30+03:00', true, 'Открыто до 24:00', 'Open until 24:00'],
    ['2026-11-28T01:00+03:00', true, 'Открыто до 02:00', 'Open until 02:00'],
    ['2026-11-28T02:00+03:00', false, 'Закрыто, откроемся в понедельник в 10:00', 'Closed, opens on Monday at 10:00'],
  ] as const) {
    it(`are told at ${at}, in the company's zone and with its exceptions`, async () => {
      const { settings } = await open({ at, company: { hours, timezone: 'Europe/Moscow' } })
      assert.deepEqual((await settings('ru')).hours, { open: isOpen, text: ru })
      assert.deepEqual((await settings('en')).hours, { open: isOpen, text: en })
    })
  }

  it('name a date after a long holiday, and nothing when nobody knows', async () => {
    const closed = Object.fromEntries([23, 24, 25, 26, 27, 28, 29, 30].map(date => [`2026-11-${date}`, []]))
    const late = await open({ company: { hours: { ...hours, exceptions: closed } } })
    assert.deepEqual((await late.settings('ru')).hours, { open: false, text: 'Закрыто, откроемся 1 декабря в 10:00' })
    assert.equal((await late.settings('en')).hours.text, 'Closed, opens on 1 December at 10:00')
    const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    const shut = await open({ company: { hours: { week: never, exceptions: {} } } })
    assert.deepEqual((await shut.settings('en')).hours, { open: false, text: 'Closed now' })
    const always = [{ from: '00:00', to: '24:00' }]
    const week = { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always }
    const round = await open({ company: { hours: { week, exceptions: {} } } })
    assert.deepEqual((await round.settings('ru')).hours, { open: true, text: 'Открыто круглосуточно' })
  })
})

describe('the options of the chat', () => {
  it('stand in the page, in the visitor’s language', async () => {
    const { settings, url } = await open({
      config: {
        title: { ru: 'Ромашка', en: 'Daisy' },
        greeting: { ru: 'Добро пожаловать!' },
        theme: 'dark',
        sound: true,
        quick: ['book', { ru: 'Где вы?', en: 'Where are you?' }, 'human'],
      },
    })
    const ru = await settings('ru')
    assert.equal(ru.title, 'Ромашка')
    assert.equal(ru.texts.greeting, 'Добро пожаловать!')
    assert.equal(ru.sound, true)
    assert.deepEqual(ru.quick, [
      { label: 'Записаться', command: 'book' },
      { label: 'Где вы?' },
      { label: 'Позвать человека', command: 'human' },
    ])
    const en = await settings('en')
    assert.equal(en.title, 'Daisy')
    assert.equal(en.quick[1].label, 'Where are you?')
    // A text in one language alone is better than none.
    assert.equal(en.texts.greeting, 'Добро пожаловать!')
    assert.match((await visit(url)).html, /data-theme="dark"/)
    assert.doesNotMatch((await visit(`${url}`)).html, /hours_|visit_with/)
  })

  it('leave the name of the business to the visitor’s language', async () => {
    const { settings, launcher } = await open({ company: { name: 'Ромашка', names: { ru: 'Ромашка', en: 'Daisy' } } })
    const [ru, en] = [await settings('ru'), await settings('en')]
    assert.deepEqual([ru.title, en.title], ['Ромашка', 'Daisy'])
    assert.match(ru.texts.greeting, /Ромашка/)
    assert.match(en.texts.greeting, /Daisy/)
    assert.equal((await launcher('?locale=en')).title, 'Daisy')
  })

  it('are those of the page itself where nothing is written', async () => {
    const { settings } = await open()
    const { texts, quick, sound, title } = await settings('en')
    assert.match(texts.greeting, /^Hello, this is Mirabelle!/)
    assert.equal(title, 'Mirabelle')
    assert.equal(sound, false)
    assert.deepEqual(
      quick.map(({ label, command }: { label: string; command?: string }) => [label, command]),
      [
        ['Book a visit', 'book'],
        ['Prices', undefined],
        ['My visits', 'my'],
        ['Talk to a person', 'human'],
      ],
    )
  })

  it('are read by the button on other sites', async () => {
    const { launcher } = await open({
      config: { position: 'left', color: '#c2185b', theme: 'light', label: { ru: 'Спросить', en: 'Ask us' } },
    })
    const { texts, ...rest } = await launcher('?locale=ru')
    assert.deepEqual(rest, {
      page: '/chat/web',
      locale: 'ru',
      title: 'Mirabelle',
      color: '#c2185b',
      position: 'left',
      theme: 'light',
    })
    assert.equal(texts.widget_open, 'Спросить')
    assert.equal((await launcher('?locale=en')).texts.widget_open, 'Ask us')
    assert.equal((await (await open()).launcher()).texts.widget_open, 'Chat with us')
  })
})
