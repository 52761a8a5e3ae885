import { describe, it } from 'node:test'
import { expectOneBooked, expectOneHolder } from './race.ts'

describe('fifty clients of two channels who want the same time', { timeout: 60_000 }, () => {
  it('hold it one at a time: one is asked to confirm and booked, the others are offered other times', test =>
    expectOneHolder(test, {}))

  it('confirm it at once where the CRM alone decides: one is booked, the others are offered other times', test =>
    expectOneBooked(test, {}))
})
