import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { ChoiceOption } from '../../../core/contract/index.ts'
import type { PageHistory, PageMessage } from '../../../plugins/channel/web/history.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { company } from '../../support/running-desk/salon.ts'
import { listen, visit } from './visitor.ts'

const HOSTILE = '<img src=x onerror=alert(1)>'

const OPEN_HOURS = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(hour => `${hour}:00`)

/** A visitor who presses buttons and writes, and reads what comes over the stream. */
async function openVisitor(url: string) {
  const { own, call, send } = await visit(url)
  const gone = new AbortController()
  const events = listen(url, own, gone.signal)
  let number = 0
  let newest: readonly PageMessage[] = []

  async function answered(): Promise<readonly PageMessage[]> {
    const heard: PageMessage[] = []
    for (;;) {
      const { value, done } = await events.next()
      assert.equal(done, false)
      if (value?.event !== 'history') continue
      const history: PageHistory = value.data
      heard.push(...history.messages)
      if (!history.busy && heard.some(({ author }) => author === 'desk')) {
        newest = heard.filter(({ author }) => author === 'desk')
        return newest
      }
    }
  }
  const sends = async (body: object) => {
    number += 1
    const sent = await send({ id: `message-${number}`, ...body })
    assert.equal(sent.status, 202)
    return answered()
  }
  const options = (): readonly ChoiceOption[] => newest.flatMap(({ choices }) => choices?.options ?? [])

  await events.next()
  return {
    own,
    call,
    sends,
    options,
    kind: () => newest.at(-1)?.choices?.kind,
    presses(wanted: (option: ChoiceOption) => boolean) {
      const option = options().find(wanted)
      assert.ok(option, `not among ${options().map(({ label }) => label)}`)
      return sends({ choice: option.id })
    },
    leave: () => gone.abort(),
  }
}

const labelled = (label: string) => (option: ChoiceOption) => option.label === label

/** The properties of an iCalendar file as its reader sees them, after a check of the form of its lines. */
function readCalendar(file: string): ReadonlyMap<string, string> {
  const lines = file.split('\r\n')
  assert.equal(lines.pop(), '')
  for (const line of lines) {
    assert.ok(Buffer.byteLength(line) <= 75, line)
    assert.doesNotMatch(line, /[\r\n]/)
  }
  const unfolded = lines.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
  return new Map(
    unfolded.map(line => {
      const [name = '', value = ''] = line.split(/:(.*)/s)
      return [name, value.replace(/\\([\\;,n])/g, (_, mark) => (mark === 'n' ? '\n' : mark))]
    }),
  )
}

describe('a visit booked in the web chat', { timeout: 60_000 }, () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({
      config: {
        company: company({ name: `Mirabelle ${HOSTILE}`, address: { en: `5 Garden Street; ${HOSTILE},\nMoscow` } }),
        channels: { web: { use: 'web' } },
      },
    })
  })
  after(() => desk.stop())

  async function bookHaircutAt(day: string) {
    const anna = await openVisitor(desk.url)
    await anna.sends({ command: 'book' })
    await anna.presses(labelled('Haircut'))
    await anna.presses(({ time, date }) => date === day && time === '14:00')
    await anna.sends({ text: 'Anna, +7 916 123-45-67' })
    const said = await anna.presses(labelled('Confirm'))
    return { ...anna, card: said.find(({ visit }) => visit)?.visit }
  }

  it('is chosen from a calendar: times of a whole week, then the days, then the times of a day', async () => {
    const boris = await openVisitor(desk.url)
    await boris.sends({ command: 'book' })
    await boris.presses(labelled('Haircut'))
    assert.equal(boris.kind(), 'times')
    const times = boris.options()
    const hoursOf = (date: string) => times.flatMap(option => (option.date === date ? option.time : []))
    assert.deepEqual(hoursOf('2026-11-23'), OPEN_HOURS.slice(1))
    for (const day of [24, 25, 26, 27, 28, 29]) assert.deepEqual(hoursOf(`2026-11-${day}`), OPEN_HOURS)
    assert.equal(times.length, 70)
    assert.deepEqual(times.at(-1), { id: times.at(-1)?.id, label: 'Other days' })

    await boris.presses(labelled('Other days'))
    assert.equal(boris.kind(), 'days')
    assert.equal(boris.options()[0]?.date, '2026-11-23')
    assert.equal(boris.options().filter(({ date }) => date).length, 15)
    assert.deepEqual(
      boris.options().flatMap(({ date, label }) => (date ? [] : label)),
      ['Later days'],
    )

    await boris.presses(({ date }) => date === '2026-12-01')
    assert.deepEqual(
      boris.options().map(({ date, time, label }) => [date, time, label]),
      [...OPEN_HOURS.map(time => ['2026-12-01', time, time]), [undefined, undefined, 'Other days']],
    )
    boris.leave()
  })

  it('is a card with all that a client wants to keep', async () => {
    const { card, leave, call } = await bookHaircutAt('2026-11-25')
    assert.deepEqual(card && { ...card, id: '', calendarUrl: '' }, {
      id: '',
      status: 'booked',
      start: '2026-11-25T14:00:00+03:00',
      end: '2026-11-25T15:00:00+03:00',
      services: ['Haircut'],
      employee: 'Ivan',
      title: `Haircut, Mirabelle ${HOSTILE}`,
      price: { min: 150_000, max: 150_000, currency: 'RUB' },
      priceText: '₽1,500',
      address: `5 Garden Street; ${HOSTILE},\nMoscow`,
      calendarUrl: '',
    })
    const { messages, answered, after } = (await call('/history')).body
    assert.equal(messages.at(-1).visit.calendarUrl, card?.calendarUrl)
    // What stands on the card is not said once more beside it.
    assert.match(messages.at(-1).text, /^You are booked!\n\nIf your plans change, /)
    assert.ok(answered > 0 && answered < after)
    leave()
  })

  it('goes into the client’s calendar, and follows when it is cancelled', async () => {
    const { card, own, sends, presses, leave } = await bookHaircutAt('2026-11-26')
    const read = async () => {
      const response = await fetch(desk.url + card?.calendarUrl, { headers: { cookie: own.cookie } })
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('content-type'), 'text/calendar; charset=utf-8')
      assert.equal(response.headers.get('content-disposition'), 'attachment; filename="visit-2026-11-26.ics"')
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
      return readCalendar(await response.text())
    }
    const booked = await read()
    for (const [name, value] of [
      ['VERSION', '2.0'],
      ['DTSTART', '20261126T110000Z'],
      ['DTEND', '20261126T120000Z'],
      ['STATUS', 'CONFIRMED'],
      ['SEQUENCE', '0'],
      ['SUMMARY', `Haircut, Mirabelle ${HOSTILE}`],
      ['LOCATION', `5 Garden Street; ${HOSTILE},\nMoscow`],
      ['DESCRIPTION', 'Haircut\nWith: Ivan\nPrice: ₽1,500\nPhone: +74950000000'],
    ] as const)
      assert.equal(booked.get(name), value)
    assert.match(booked.get('UID') ?? '', /^[0-9a-f]{32}@aiadmin$/)

    await sends({ command: 'my' })
    await presses(({ label }) => label.includes('Haircut'))
    await presses(labelled('Cancel'))
    await presses(labelled('Yes, cancel it'))
    const cancelled = await read()
    assert.equal(cancelled.get('UID'), booked.get('UID'))
    assert.equal(cancelled.get('STATUS'), 'CANCELLED')
    assert.equal(cancelled.get('SEQUENCE'), '1')
    leave()
  })

  it('is shown to nobody else', async () => {
    const { card, leave } = await bookHaircutAt('2026-11-27')
    const stranger = await openVisitor(desk.url)
    await stranger.sends({ command: 'book' })
    for (const path of [
      card?.calendarUrl ?? '',
      '/api/v1/web/visits/nothing.ics',
      '/api/v1/web/visits/%2e%2e%2fx.ics',
    ]) {
      const refused = await fetch(desk.url + path, { headers: { cookie: stranger.own.cookie } })
      assert.equal(refused.status, 404)
      assert.match(await refused.text(), /This conversation has no such visit/)
    }
    assert.equal((await fetch(desk.url + card?.calendarUrl)).status, 401)
    leave()
    stranger.leave()
  })
})

describe('a person in the web chat', { timeout: 60_000 }, () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: 'alone', config: { channels: { web: { use: 'web' } } } })
  })
  after(() => desk.stop())

  it('is called with the page’s own button, whatever the brain would do, and sent away with another', async () => {
    const vera = await openVisitor(desk.url)
    const asked = desk.model.requests.length
    const [handover] = await vera.sends({ command: 'human' })
    assert.match(handover?.text ?? '', /passing your question to the team.*\+74950000000/s)
    assert.equal((await vera.call('/history')).body.mode, 'staff')
    const [waiting] = await vera.sends({ text: 'Do you have parking?' })
    assert.match(waiting?.text ?? '', /kept for the team/)
    await vera.presses(labelled('Back to the assistant'))
    assert.equal((await vera.call('/history')).body.mode, 'auto')
    assert.match((await vera.sends({ command: 'my' }))[0]?.text ?? '', /cannot see any upcoming bookings/)
    assert.match((await vera.sends({ command: 'help' }))[0]?.text ?? '', /book, move or cancel a visit/)
    assert.match((await vera.presses(labelled('Book a visit')))[0]?.text ?? '', /What would you like to have done/)
    assert.equal(desk.model.requests.length, asked)
    const said: string[] = (await vera.call('/history')).body.messages.map(({ text }: { text: string }) => text)
    assert.ok(said.includes('Talk to a person') && said.includes('My visits'), said.join(' | '))
    vera.leave()
  })

  it('reads an answer while it is made, and never what nobody did; hostile text stays text', async () => {
    const { own, send, call } = await visit(desk.url)
    const gone = new AbortController()
    const events = listen(desk.url, own, gone.signal)
    const draft = Promise.withResolvers<void>()
    let chunk = 0
    const hostile = `**Hi** </script>${HOSTILE} [press](javascript:alert(1)).`
    desk.model.will({
      text: [`${hostile} `, 'I have booked you for 14:00. ', 'Anything else?'],
      async pace() {
        chunk += 1
        if (chunk === 2) await draft.promise
      },
    })
    await send({ id: 'message-1', text: 'Hello' })
    const heard: { event: string; data: { text?: string; messages?: { author: string; text: string }[] } }[] = []
    for await (const event of events) {
      heard.push(event)
      if (event.event === 'draft') draft.resolve()
      if (event.data.messages?.some(({ author }: { author: string }) => author === 'desk')) break
    }
    gone.abort()
    const drafts = heard.filter(({ event }) => event === 'draft').map(({ data }) => data.text)
    assert.equal(drafts[0], hostile)
    assert.ok(drafts.every(text => !text?.includes('booked')))
    const desks = heard.at(-1)?.data.messages?.filter(({ author }) => author === 'desk') ?? []
    assert.equal(desks[0]?.text, `${hostile} Anything else?`)
    const history = await call('/history')
    assert.match(history.headers.get('content-type') ?? '', /^application\/json/)
    assert.equal(history.headers.get('x-content-type-options'), 'nosniff')
  })

  it('gets pages on which nothing but the chat’s own files can run', async () => {
    const { page, html } = await visit(desk.url)
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self'(;|$)/)
    assert.match(policy, /style-src 'self'(;|$)/)
    assert.match(policy, /frame-ancestors 'self'(;|$)/)
    assert.doesNotMatch(policy, /unsafe|\*|http:/)
    assert.doesNotMatch(html, /<script>| on[a-z]+="| style="/)
  })
})
