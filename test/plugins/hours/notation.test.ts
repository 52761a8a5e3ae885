import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { openingHoursSchema, parseOpeningHours } from '../../../plugins/crm/hours/index.ts'

describe('opening hours as they are written', () => {
  const problems = (notation: object) =>
    parseOpeningHours({ ...notation }).problems.map(({ path, message }) => `${path.join('.')}: ${message}`)

  it('name days, ranges of days, several ranges of hours and exceptions', () => {
    const { hours, problems } = parseOpeningHours({
      'mon-thu': '10:00-20:00',
      fri: ['14:00–18:00', ' 9:00 - 13:00 '],
      'sat-sun': 'closed',
      exceptions: { '2026-12-31': '10:00-16:00', '2027-01-01..2027-01-02': 'closed', '2027-01-03': ['00:00-24:00'] },
    })
    const day = [{ from: '10:00', to: '20:00' }]
    assert.deepEqual(problems, [])
    assert.deepEqual(hours.week, {
      mon: day,
      tue: day,
      wed: day,
      thu: day,
      fri: [
        { from: '09:00', to: '13:00' },
        { from: '14:00', to: '18:00' },
      ],
      sat: [],
      sun: [],
    })
    assert.deepEqual(hours.exceptions, {
      '2026-12-31': [{ from: '10:00', to: '16:00' }],
      '2027-01-01': [],
      '2027-01-02': [],
      '2027-01-03': [{ from: '00:00', to: '24:00' }],
    })
  })

  it('leave days closed that they do not name', () => {
    assert.deepEqual(Object.values(parseOpeningHours({}).hours.week).flat(), [])
  })

  it('let a range of days run over the end of the week', () => {
    const { week } = parseOpeningHours({ 'sat-mon': '10:00-12:00' }).hours
    assert.deepEqual(
      Object.entries(week).flatMap(([day, ranges]) => (ranges.length > 0 ? day : [])),
      ['mon', 'sat', 'sun'],
    )
  })

  const wrong: readonly [title: string, notation: object, problem: RegExp][] = [
    ['a malformed time', { mon: '10-20' }, /^mon: "10-20" is no range of hours; write 10:00-20:00$/],
    ['several ranges in one text', { mon: '9-13, 14.30-18' }, /; write \["09:00-13:00","14:30-18:00"\]$/],
    ['words that are no hours', { mon: 'весь день' }, /; write 10:00-20:00, a list of such ranges, or closed$/],
    ['a time that does not exist', { mon: ['10:00-12:00', '12:60-14:00'] }, /^mon\.1: "12:60-14:00" is no range/],
    ['an hour after 24:00', { mon: '10:00-24:30' }, /^mon: .* is no range/],
    ['something that is no text', { mon: 1000 }, /^mon: 1000 is no range/],
    ['nothing', { mon: null }, /^mon: null is no range/],
    ['an end before the start', { mon: '20:00-02:00' }, /^mon: 20:00-02:00 ends before it starts; .* next day/],
    ['an empty range', { mon: '10:00-10:00' }, /^mon: 10:00-10:00 is empty/],
    ['overlapping ranges', { mon: ['10:00-14:00', '13:59-15:00'] }, /^mon\.1: 13:59-15:00 overlaps/],
    [
      'a day named twice',
      { 'mon-fri': '10:00-20:00', wed: 'closed' },
      /^wed: wed is named twice: in mon-fri and in wed/,
    ],
    ['an unknown day', { monday: 'closed' }, /^monday: monday is no weekday; write mon, tue/],
    ['an unknown range of days', { 'mon-fry': 'closed' }, /^mon-fry: mon-fry is no weekday/],
    ['exceptions that are no map', { exceptions: ['2026-12-31'] }, /^exceptions: must map dates/],
    [
      'a malformed date',
      { exceptions: { '31.12.2026': 'closed' } },
      /^exceptions\.31\.12\.2026: 31\.12\.2026 is no date; write 2026-12-31/,
    ],
    [
      'a date that does not exist',
      { exceptions: { '2026-02-30': 'closed' } },
      /^exceptions\.2026-02-30: .* is no date/,
    ],
    [
      'a date named twice',
      { exceptions: { '2027-01-01..2027-01-05': 'closed', '2027-01-03': '10:00-12:00' } },
      /named twice/,
    ],
    ['dates in the wrong order', { exceptions: { '2027-01-05..2027-01-01': 'closed' } }, /ends before it starts/],
    ['dates of many years', { exceptions: { '2027-01-01..2999-01-01': 'closed' } }, /longer than a year/],
    [
      'bad hours of a date',
      { exceptions: { '2026-12-31': ['10:00'] } },
      /^exceptions\.2026-12-31\.0: "10:00" is no range/,
    ],
  ]
  for (const [title, notation, problem] of wrong)
    it(`report ${title}`, () => {
      const found = problems(notation)
      assert.equal(found.length, 1)
      assert.match(found[0] ?? '', problem)
    })

  it('report all problems at once and keep what is right', () => {
    const { hours, problems } = parseOpeningHours({ mon: ['10:00-12:00', 'x'], tue: 'y' })
    assert.equal(problems.length, 2)
    assert.deepEqual(hours.week.mon, [{ from: '10:00', to: '12:00' }])
  })

  it('have a schema that takes the shape and refuses other keys', () => {
    const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(
      openingHoursSchema,
    )
    for (const sound of [...openingHoursSchema.examples, { 'sat-mon': ['10:00-12:00'] }, { 'mon-fri': 'closed' }])
      assert.ok(validate(sound), JSON.stringify(validate.errors))
    for (const bad of [{ monday: 'closed' }, { mon: 1 }, { 'mon-fry': 'closed' }, { exceptions: [] }])
      assert.ok(!validate(bad))
  })
})
