import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { API_KEY } from '../../fakes/easyweek/index.ts'
import { ELSEWHERE, LOCATION, uuid } from '../../fakes/easyweek/salon.ts'
import { openEasyWeek } from './open.ts'

const CASES: readonly {
  name: string
  with: Parameters<typeof openEasyWeek>[0]
  says: RegExp
}[] = [
  { name: 'that all is well', with: {}, says: /^ok .*Atelier Nord: services 2, employees 2/ },
  { name: 'a wrong key', with: { config: { apiKey: 'secret_another' } }, says: /^failing .*does not know the key/ },
  { name: 'another workspace', with: { config: { workspace: 'elsewhere' } }, says: /^failing .*workspace/ },
  {
    name: 'a subscription that has run out',
    with: { switches: { hasExpired: true } },
    says: /^failing .*subscription has expired/,
  },
  {
    name: 'a missing right to customers',
    with: { switches: { forbidden: 'customers' } },
    says: /^failing .*lacks the right to read customers/,
  },
  {
    name: 'a missing right to bookings',
    with: { switches: { forbidden: 'bookings' } },
    says: /^failing .*lacks the right to read bookings/,
  },
  {
    name: 'a wrong location, with those that there are',
    with: { config: { locationId: uuid('ff', 9) } },
    says: new RegExp(`^failing .*Atelier South is ${ELSEWHERE}; Atelier Nord is ${LOCATION}`),
  },
  {
    name: 'a wrong zone',
    with: { timezone: 'Europe/Kyiv' },
    says: /^failing .*Atelier Nord is in Europe\/Berlin, and company.timezone is Europe\/Kyiv/,
  },
]

describe('easyweek’s probe tells', () => {
  for (const one of CASES)
    it(one.name, async () => {
      const { crm, call, close } = await openEasyWeek(one.with)
      const said = await crm.probe?.(call()).then(
        ({ ok, summary }) => `${ok ? 'ok' : 'failing'} ${summary}`,
        (error: unknown) => `${Object(error).code} ${Object(error).message}`,
      )
      await close()
      assert.match(said ?? '', one.says)
      assert.ok(!said?.includes(API_KEY))
    })
})
