import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { ChoiceOption, InboundPart, Locale } from '../../../core/contract/index.ts'
import { visitsByAppointment } from '../../../core/journal/visit.ts'
import { LeaseLost, schedule } from '../../../core/journal/work.ts'
import type { FailPoint } from '../../../core/ledger/fail-points.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { until } from '../../support/until.ts'

const WORDS = {
  en: {
    wish: (day: number) => `a haircut on ${day} December at 12:00, my name is Anna`,
    move: (day: number) => `move my visit to ${day} December at 14:00`,
    cancel: 'cancel my visit',
    moved: /^Moved/,
    cancelled: /^Your booking is cancelled/,
    changed: /^This booking has changed since then\..*now:/,
    gone: /^This booking has since been cancelled: Haircut/,
    services: /have done/,
  },
  ru: {
    wish: (day: number) => `стрижка ${day} декабря в 12:00, меня зовут Анна`,
    move: (day: number) => `перенесите мою запись на ${day} декабря в 14:00`,
    cancel: 'отмените мою запись',
    moved: /^Перенесено/,
    cancelled: /^Запись отменена/,
    changed: /^С тех пор эта запись изменилась\. Вот как записано сейчас:/,
    gone: /^Эта запись уже отменена: Стрижка/,
    services: /хотели бы сделать/,
  },
} as const
const YES = {
  book: /^(Confirm|Подтвердить)$/,
  move: /^(Move it|Перенести)$/,
  cancel: /^(Yes, cancel it|Да, отменить)$/,
}

describe('a visit that has changed since its client was asked about it', { timeout: 120_000 }, () => {
  let desk: RunningDesk
  let reaches: ((point: FailPoint) => void | Promise<void>) | undefined
  let people = 0
  before(async () => {
    desk = await startDesk({ messenger: {}, reach: point => reaches?.(point) })
  })
  beforeEach(() => {
    desk.crmCalls.length = 0
  })
  after(() => desk.stop())

  /** Somebody with a phone of their own, who writes from as many addresses as a test likes. */
  function somebody(locale: Locale = 'en') {
    people += 1
    const phone = `+7916000${String(people).padStart(4, '0')}`
    return (name: string) => {
      const address = `${name}-${people}`
      const seen: ChoiceOption[] = []
      async function sends(part: InboundPart, expected: RegExp) {
        const before = await desk.receivedSoFar(address)
        const sender = { language: locale, verifiedPhone: phone }
        await desk.deliver({ kind: 'message', id: randomUUID(), address, parts: [part], sender })
        return hears(expected, before)
      }
      /** What came after the first messages, up to the one that is expected. */
      async function hears(expected: RegExp, after: number) {
        const texts: string[] = []
        for (;;) {
          const all = await desk.received(address, after + texts.length).catch(() => [])
          assert.ok(all.length > 0, `nothing like ${expected} came, but: ${texts.join(' | ')}`)
          texts.push(...all.map(({ message }) => message.text))
          seen.unshift(...all.flatMap(({ message }) => message.choices?.options ?? []))
          const told = all.find(({ message }) => expected.test(message.text))?.message
          if (told) return { ...told, options: told.choices?.options ?? [], all: texts.join('\n') }
        }
      }
      const button = (label: RegExp) => {
        const found = seen.find(option => label.test(option.label))
        assert.ok(found, `${label} among ${seen.map(option => option.label)}`)
        return found.id
      }
      return {
        button,
        says: (text: string, expected: RegExp) => sends({ type: 'text', text }, expected),
        presses: (id: string, expected: RegExp) => sends({ type: 'choice', id }, expected),
      }
    }
  }
  type Anna = ReturnType<ReturnType<typeof somebody>>

  async function books(anna: Anna, day: number, locale: Locale = 'en') {
    await anna.says(WORDS[locale].wish(day), /check your booking|Проверьте/)
    const confirm = anna.button(YES.book)
    const { visit } = await anna.presses(confirm, /You are booked|вы записаны/)
    return { confirm, id: visit?.id ?? '' }
  }
  async function moves(anna: Anna, day: number, locale: Locale = 'en') {
    await anna.says(WORDS[locale].move(day), new RegExp(`${day} (December|декабря), .*14:00`, 's'))
    const move = anna.button(YES.move)
    await anna.presses(move, WORDS[locale].moved)
    return move
  }
  async function asksToCancel(anna: Anna, locale: Locale = 'en') {
    const { text } = await anna.says(WORDS[locale].cancel, /^Cancel your|^Отменить запись/)
    return { text, yes: anna.button(YES.cancel) }
  }
  const cancels = async (anna: Anna, locale: Locale = 'en') =>
    anna.presses((await asksToCancel(anna, locale)).yes, WORDS[locale].cancelled)

  for (const [locale, reschedule, day] of [
    ['en', 'timeAndEmployee', 1],
    ['ru', 'timeAndEmployee', 3],
    ['en', 'none', 5],
  ] as const)
    it(`is told as it is now whatever old button is pressed (${locale}, ${reschedule})`, async () => {
      const { crm } = desk.runtime.instances
      const { capabilities } = crm
      Reflect.set(crm, 'capabilities', { ...capabilities, reschedule })
      const words = WORDS[locale]
      const anna = somebody(locale)('anna')
      const { confirm } = await books(anna, day, locale)
      const move = await moves(anna, day + 1, locale)
      const now = await anna.presses(confirm, words.changed)
      assert.match(now.text, new RegExp(`${day + 1} (December|декабря), .*14:00`))
      assert.match(now.visit?.start ?? '', new RegExp(`2026-12-0${day + 1}T14:00`))
      await anna.presses(move, words.moved)
      await cancels(anna, locale)
      for (const old of [confirm, move]) {
        const gone = await anna.presses(old, words.gone)
        assert.match(gone.text, new RegExp(`${day + 1} (December|декабря), .*14:00`))
        assert.equal(gone.visit?.status, 'cancelled')
        await anna.presses(gone.options[0]?.id ?? '', words.services)
      }
      Reflect.set(crm, 'capabilities', capabilities)
    })

  it('is told as another conversation of its client has left it', async () => {
    const at = somebody()
    const [first, second] = [at('first'), at('second')]
    const { confirm, id } = await books(first, 8)
    await moves(second, 9)
    assert.match((await first.presses(confirm, WORDS.en.changed)).text, /9 December, 14:00/)
    await cancels(second)
    await first.presses(confirm, WORDS.en.gone)
    const { journal } = desk.runtime.instances
    const known = await visitsByAppointment(journal, journal.db, id)
    assert.deepEqual(
      known.map(({ status }) => status),
      ['cancelled', 'cancelled'],
    )
  })

  it('is told as the business has left it in its calendar', async () => {
    const anna = somebody()('anna')
    const { confirm, id } = await books(anna, 10)
    const { journal, crm } = desk.runtime.instances
    const forever = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
    await crm.cancelAppointment({ id, key: 'staff' }, forever)
    await journal.write(db => schedule(journal, db, { kind: 'reread', ref: id, dueAt: 0 }))
    await until(async () => (await visitsByAppointment(journal, journal.db, id))[0]?.status === 'cancelled')
    await anna.presses(confirm, WORDS.en.gone)
  })

  it('is not cancelled at a time of which its client was not asked: they are asked anew', async () => {
    const at = somebody()
    const [first, second] = [at('first'), at('second')]
    await books(first, 11)
    const old = await asksToCancel(second)
    assert.match(old.text, /11 December, 12:00/)
    await moves(first, 12)
    const anew = await second.presses(old.yes, /^Cancel your booking/)
    assert.match(anew.text, /12 December, 14:00/)
    assert.ok(!desk.writes().includes('cancelAppointment'))
    assert.match(anew.all, /^This booking has changed since I asked you.*Cancel your booking/s)
    assert.match((await second.presses(second.button(YES.cancel), WORDS.en.cancelled)).text, /12 December, 14:00/)
  })

  it('is not moved from a time of which its client was not told, nor once it is cancelled', async () => {
    const at = somebody()
    const [first, second] = [at('first'), at('second')]
    await books(first, 14)
    await second.says(WORDS.en.move(16), /16 December, 14:00/)
    const old = second.button(YES.move)
    await moves(first, 15)
    desk.crmCalls.length = 0
    const anew = await second.presses(old, /^Moving your visit/)
    assert.match(anew.text, /was: .*15 December, 14:00.*will be: .*16 December, 14:00/s)
    await cancels(first)
    await second.presses(second.button(YES.move), WORDS.en.gone)
    assert.deepEqual(desk.writes(), ['cancelAppointment'])
  })

  it('is asked about anew though the process that asked died in the middle', async () => {
    const at = somebody()
    const [first, second] = [at('first'), at('second')]
    await books(first, 17)
    const old = await asksToCancel(second)
    await moves(first, 18)
    const died = Promise.withResolvers<void>()
    reaches = point => {
      if (point !== 'tool.recorded') return
      reaches = undefined
      died.resolve()
      throw new LeaseLost('turn')
    }
    const asked = second.presses(old.yes, /^Cancel your booking.*18 December, 14:00/)
    await died.promise
    desk.clock.advance(60_000)
    await asked
    await second.presses(second.button(YES.cancel), WORDS.en.cancelled)
  })

  it('and is changing at this moment is left alone; who asked is told just that, and asked anew', async () => {
    const at = somebody()
    const [first, second] = [at('first'), at('second')]
    const { confirm } = await books(second, 21)
    await first.says(WORDS.en.move(22), /22 December, 14:00/)
    const old = await asksToCancel(second)
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    reaches = point => {
      if (point !== 'ledger.committing') return
      begun.resolve()
      return held.promise
    }
    const moved = first.presses(first.button(YES.move), WORDS.en.moved)
    await begun.promise
    const busy = await second.presses(old.yes, /still under way, so I have not cancelled it/)
    assert.doesNotMatch(busy.text, /write to you|the move/)
    await second.presses(confirm, /still under way\./)
    assert.deepEqual(desk.writes(), ['createAppointment'])
    reaches = undefined
    held.resolve()
    await moved
    const anew = await second.presses(busy.options[0]?.id ?? '', /^Cancel your booking/)
    assert.match(anew.text, /22 December, 14:00/)
    await second.presses(second.button(YES.cancel), WORDS.en.cancelled)
    assert.deepEqual(desk.writes(), ['createAppointment', 'rescheduleAppointment', 'cancelAppointment'])
  })
})
