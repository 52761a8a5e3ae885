import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crmSuite } from '../../../../core/testkit/crm/index.ts'
import { failuresOf } from '../../failures.ts'
import { broken, type CrmMutant } from './mutant.ts'

/** One test for each mutant: the kit must find what is broken in it, and nothing else. */
export function registerMutants(title: string, mutants: readonly CrmMutant[]): void {
  // A run mostly waits for its own servers.
  describe(`the conformance kit, of CRMs that ${title},`, { concurrency: 3 }, () => {
    for (const mutant of mutants) {
      it(`finds one that ${mutant.mistake}, and nothing else wrong with it`, async () => {
        assert.deepEqual(await failuresOf({ suite: crmSuite, subject: broken(mutant) }), [mutant.check])
      })
    }
  })
}
