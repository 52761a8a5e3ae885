import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { planOf } from './plan.ts'

describe('the plan of a chaos run', () => {
  it('is the same for the same seed, on the same store', () => {
    assert.deepEqual(planOf('7', 'postgres'), planOf('7', 'postgres'))
    assert.notDeepEqual(planOf('7', 'postgres'), planOf('8', 'postgres'))
  })

  it('disturbs every run: a death or a frozen process, faults of the CRM and of the messengers, staff', () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const { blows, edits, manners, oneInSends, clients, salon } = planOf(String(seed), 'postgres')
      assert.ok(blows.some(({ kind }) => kind === 'kill') && blows.some(({ kind }) => kind === 'pause'))
      assert.ok(edits.length > 0 && manners.oneInWrites > 0 && oneInSends > 0)
      // Fewer times than clients: they race.
      assert.ok(clients.length > salon.employees.length * (salon.lastHour - salon.firstHour))
    }
  })
})
