import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { OpeningHours, TimeRange } from '../../../core/contract/index.ts'
import {
  bookableWindow,
  createZone,
  findFreeTimes,
  type Interval,
  parseOpeningHours,
} from '../../../plugins/crm/hours/index.ts'
import { bruteForce, wallClock } from './brute-force.ts'

const MINUTE = 60_000

describe('free times', () => {
  const at = (text: string) => Date.parse(text)
  const daily = (text: string | string[]) => parseOpeningHours({ 'mon-sun': text }).hours
  const ask = (options: {
    zone?: string
    hours?: OpeningHours
    from: string
    to: string
    grid?: number
    minutes?: number
    busy?: readonly Interval[]
  }) => {
    const zone = createZone(options.zone ?? 'Europe/Moscow')
    const times = findFreeTimes({
      zone,
      window: { start: at(options.from), end: at(options.to) },
      gridMinutes: options.grid ?? 60,
      steps: [{ durationMinutes: options.minutes ?? 60, employeeIds: ['anna'] }],
      employees: [{ id: 'anna', hours: options.hours ?? daily('10:00-13:00'), busy: options.busy ?? [] }],
    })
    return [...times].map(time =>
      zone
        .format(time.start)
        .slice(11)
        .replace(/:00([+-]\d\d)(:00)?/, '$1'),
    )
  }

  it('lie on the grid inside of the hours', () => {
    const day = { from: '2026-11-25T00:00:00+03:00', to: '2026-11-26T00:00:00+03:00' }
    assert.deepEqual(ask(day), ['10:00+03', '11:00+03', '12:00+03'])
    assert.deepEqual(ask({ ...day, hours: daily('10:15-12:30'), grid: 30 }), ['10:30+03', '11:00+03', '11:30+03'])
    assert.deepEqual(ask({ ...day, minutes: 200 }), [])
  })

  it('run over midnight where the hours of two days meet', () => {
    const hours = daily(['00:00-02:00', '22:00-24:00'])
    const night = { from: '2026-11-25T22:00:00+03:00', to: '2026-11-26T03:00:00+03:00', hours }
    assert.deepEqual(ask({ ...night, minutes: 120 }), ['22:00+03', '23:00+03', '00:00+03'])
  })

  it('skip what the clock skips in spring, and last their exact time', () => {
    const night = { zone: 'Europe/Berlin', from: '2027-03-28T00:00:00+01:00', to: '2027-03-28T06:00:00+02:00' }
    assert.deepEqual(ask({ ...night, hours: daily('00:00-05:00') }), ['00:00+01', '01:00+01', '03:00+02', '04:00+02'])
    assert.deepEqual(ask({ ...night, hours: daily('01:00-04:00'), minutes: 120 }), ['01:00+01'])
    assert.deepEqual(ask({ ...night, hours: daily('02:30-05:00') }), ['03:00+02', '04:00+02'])
  })

  it('are offered once, at the earlier offset, in the hour that autumn shows twice', () => {
    const night = { zone: 'America/New_York', from: '2026-11-01T00:00:00-04:00', to: '2026-11-01T06:00:00-05:00' }
    assert.deepEqual(ask({ ...night, hours: daily('00:00-04:00') }), ['00:00-04', '01:00-04', '02:00-05', '03:00-05'])
    assert.deepEqual(ask({ ...night, hours: daily('01:00-04:00'), minutes: 240 }), ['01:00-04'])
  })

  it('know a change of half an hour', () => {
    const zone = 'Australia/Lord_Howe'
    const spring = { zone, from: '2026-10-04T00:00:00+10:30', to: '2026-10-04T06:00:00+11:00' }
    assert.deepEqual(ask({ ...spring, hours: daily('01:00-04:00'), grid: 30, minutes: 90 }), [
      '01:00+10:30',
      '01:30+10:30',
      '02:30+11',
    ])
  })

  it('open no earlier than the notice and no later than the horizon', () => {
    const zone = createZone('Europe/Moscow')
    const window = bookableWindow({ zone, now: at('2026-11-25T23:30:00+03:00'), noticeMinutes: 60, horizonDays: 1 })
    assert.deepEqual(
      [zone.format(window.start), zone.format(window.end)],
      ['2026-11-26T00:30:00+03:00', '2026-11-27T00:00:00+03:00'],
    )
  })

  it('go first to the employee with the fewest taken minutes of the day, and on a draw to the one named first', () => {
    const zone = createZone('Europe/Moscow')
    const start = at('2026-11-25T12:00:00+03:00')
    const who = (busyOfAnna: readonly Interval[]) =>
      [
        ...findFreeTimes({
          zone,
          window: { start, end: start + 1 },
          gridMinutes: 30,
          steps: [{ durationMinutes: 60, employeeIds: ['olga', 'anna'] }],
          employees: [
            { id: 'anna', hours: daily('10:00-20:00'), busy: busyOfAnna },
            { id: 'olga', hours: daily('10:00-20:00'), busy: [] },
          ],
        }),
      ].map(time => time.parts[0]?.employeeId)
    assert.deepEqual(who([]), ['anna', 'olga'])
    assert.deepEqual(who([{ start: start + 120 * MINUTE, end: start + 180 * MINUTE }]), ['olga', 'anna'])
  })

  it('go to the less taken employee also in a chain, and change employees no more than needed', () => {
    const zone = createZone('Europe/Moscow')
    const start = at('2026-11-25T12:00:00+03:00')
    const later = { start: start + 300 * MINUTE, end: start + 360 * MINUTE }
    const chain = (taken: string) => {
      const [time] = findFreeTimes({
        zone,
        window: { start, end: start + 1 },
        gridMinutes: 30,
        steps: [
          { durationMinutes: 30, employeeIds: ['clara', 'dora'] },
          { durationMinutes: 30, employeeIds: ['clara', 'dora'] },
          { durationMinutes: 30, employeeIds: ['anna'] },
        ],
        employees: ['anna', 'clara', 'dora'].map(id => ({
          id,
          hours: daily('10:00-20:00'),
          busy: id === taken ? [later] : [],
        })),
      })
      return time?.parts.map(part => part.employeeId)
    }
    assert.deepEqual(chain('nobody'), ['clara', 'anna'])
    assert.deepEqual(chain('clara'), ['dora', 'anna'])
  })

  describe('are those that looking at every minute finds', () => {
    const days: readonly [zone: string, date: string][] = [
      ['Europe/Berlin', '2027-03-28'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2027-03-14'],
      ['America/New_York', '2026-11-01'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Europe/Moscow', '2026-11-25'],
    ]
    for (const [zoneName, date] of days)
      it(`on ${date} in ${zoneName}`, () => {
        const zone = createZone(zoneName)
        const midnight = (shift: number) =>
          Temporal.PlainDate.from(date).add({ days: shift }).toZonedDateTime(zoneName).epochMilliseconds
        const window = { start: midnight(0), end: midnight(1) }
        const clock = wallClock(zoneName, midnight(-1), midnight(3))

        const property = fc.property(caseOf(window), ({ gridMinutes, steps, employees }) => {
          const expected = bruteForce(clock, { date, gridMinutes, steps, employees })
          const found = [...findFreeTimes({ zone, window, gridMinutes, steps, employees })]
          assert.deepEqual(
            [...new Set(found.map(time => time.start))],
            expected.map(time => time.start),
          )
          for (const { start, chains } of expected) {
            const answers = found.filter(time => time.start === start)
            const alone = chains.filter(chain => new Set(chain).size === 1)
            const fewest = Math.min(...chains.map(countParts))
            assert.equal(answers.length, alone.length || 1)
            for (const { parts } of answers) {
              const chain = parts.flatMap(part =>
                Array.from({ length: part.endStep - part.firstStep }, () =>
                  employees.findIndex(one => one.id === part.employeeId),
                ),
              )
              assert.ok(
                chains.some(other => other.join() === chain.join()),
                `${chain} is not free at ${zone.format(start)}`,
              )
              assert.equal(parts.length, fewest)
            }
          }
        })
        fc.assert(property, { numRuns: 40 })
      })
  })
})

function countParts(chain: readonly number[]): number {
  return chain.filter((one, index) => one !== chain[index - 1]).length
}

/** Hours, visits and services around the hours at which clocks change. */
function caseOf(window: Interval) {
  const ids = ['a', 'b', 'c']
  const clockTime = fc.oneof(
    fc.integer({ min: 0, max: 24 * 4 }).map(quarter => quarter * 15),
    fc.integer({ min: 60, max: 240 }),
  )
  const ranges = fc.uniqueArray(clockTime, { minLength: 4, maxLength: 4 }).map(times => {
    const [a = '', b = '', c = '', d = ''] = times.sort((x, y) => x - y).map(toClockTime)
    return [
      { from: a, to: b },
      { from: c, to: d },
    ] as readonly TimeRange[]
  })
  const hours = fc.oneof(
    fc.constant<readonly TimeRange[]>([{ from: '00:00', to: '24:00' }]),
    fc.constant<readonly TimeRange[]>([]),
    ranges,
    ranges,
  )
  const minute = fc.integer({ min: -600, max: (window.end - window.start) / MINUTE + 600 })
  const busy = fc.array(
    fc.record({ start: minute, length: fc.integer({ min: 1, max: 180 }) }).map(({ start, length }) => ({
      start: window.start + start * MINUTE,
      end: window.start + (start + length) * MINUTE,
    })),
    { maxLength: 8 },
  )
  const employee = fc.record({ ranges: hours, next: hours, busy }).map(one => ({
    hours: week(one.ranges, one.next),
    busy: one.busy,
  }))
  const step = fc.record({
    durationMinutes: fc.integer({ min: 1, max: 40 }).map(n => n * 5),
    employeeIds: fc.subarray(ids, { minLength: 1 }),
    bufferMinutes: fc.record({
      before: fc.constantFrom(0, 0, 5, 20),
      after: fc.constantFrom(0, 0, 10, 30),
    }),
  })
  return fc.record({
    gridMinutes: fc.constantFrom(5, 10, 15, 20, 30, 60),
    steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    employees: fc
      .tuple(employee, employee, employee)
      .map(all => all.map((one, index) => ({ id: ids[index] ?? '', ...one }))),
  })
}

function week(sunday: readonly TimeRange[], other: readonly TimeRange[]): OpeningHours {
  return {
    week: { mon: other, tue: other, wed: sunday, thu: other, fri: other, sat: other, sun: sunday },
    exceptions: {},
  }
}

function toClockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
