import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SEVEN_CRMS } from '../support/seven-crms.ts'
import { faultsOf, letCrowdBook } from './crowd.ts'

describe('sixty clients at once for twenty times', { timeout: 120_000 }, () => {
  for (const name of ['bitrix24', 'yclients'])
    it(`are all served or told so on ${name}, inside its limits, and nobody waits without a word`, async () => {
      const crm = SEVEN_CRMS.find(one => one.name === name)
      assert.ok(crm)
      const report = await letCrowdBook(crm)
      assert.deepEqual(faultsOf(report), [])
      assert.equal(report.count('booked'), 20)
      assert.equal(report.count('offered others'), 40)
    })
})

describe('fifteen clients at once for five times', { timeout: 120_000 }, () => {
  for (const crm of SEVEN_CRMS)
    it(`get five visits of ${crm.name} and no more`, async () => {
      const report = await letCrowdBook(crm, { clients: 15, times: 5 })
      assert.deepEqual(faultsOf(report), [])
      assert.equal(report.count(crm.onlyRequests ? 'requested' : 'booked'), 5)
    })
})
