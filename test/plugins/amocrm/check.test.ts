import assert from 'node:assert/strict'
import { it } from 'node:test'
import { checkOptions } from '../../../plugins/crm/amocrm/check.ts'
import { testCompany } from '../../plugin-context.ts'

const open = {
  account: 'https://mirabelle.amocrm.ru',
  pipeline: 'Visits',
  services: { catalog: 'Services' },
  employeesFrom: 'field',
  gridMinutes: 30,
  noticeMinutes: 60,
  horizonDays: 60,
  taskTypeId: 2,
} as const
const options = { ...open, token: 'a-made-up-token-of-a-test' }
const { hours, ...closed } = testCompany
const oauth = { clientId: 'a', clientSecret: 'b', redirectUri: 'https://desk.example/' }

const cases: [title: string, found: ReturnType<typeof checkOptions>, said: RegExp | undefined][] = [
  ['finds nothing in what is right', checkOptions(options, { ...closed, ...(hours && { hours }) }), undefined],
  ['wants a way to log in', checkOptions(open), /neither/],
  ['wants only one', checkOptions({ ...options, oauth }), /both/],
  [
    'sends no token over an open line',
    checkOptions({ ...options, account: 'http://mirabelle.amocrm.ru' }),
    /open line/,
  ],
  ['wants hours from somewhere', checkOptions(options, closed), /no working hours/],
  [
    'takes hours of everybody',
    checkOptions({ ...options, employees: [{ name: 'A', services: 'all', hours: { mon: '9:00-18:00' } }] }, closed),
    undefined,
  ],
  ['reads hours', checkOptions({ ...options, hours: { mon: '9-18' } }), /no range of hours/],
]

for (const [title, found, said] of cases)
  it(`amoCRM’s options: ${title}`, () => {
    const messages = found.map(({ message }) => message)
    assert.equal(messages.length, said ? 1 : 0, messages.join())
    if (said) assert.match(messages[0] ?? '', said)
  })
