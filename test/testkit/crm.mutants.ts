import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { crmSuite } from '../../core/testkit/crm/index.ts'
import { checksOf } from '../../core/testkit/run.ts'
import { failuresOf } from './failures.ts'
import { commonMutants } from './mutants/crm/common.ts'
import { faultMutants } from './mutants/crm/faults.ts'
import { soundCrm } from './mutants/crm/mutant.ts'
import { readingMutants } from './mutants/crm/reading.ts'
import { registerMutants } from './mutants/crm/register.ts'
import { writingMutants } from './mutants/crm/writing.ts'

const timers: NodeJS.Timeout[] = []
after(() => timers.forEach(clearInterval))

const ofEveryKind = commonMutants(timers)
registerMutants('break what every plugin promises', ofEveryKind)

describe('the conformance kit, of CRMs,', () => {
  it('finds nothing wrong with a sound one', async () => {
    assert.deepEqual(await failuresOf({ suite: crmSuite, subject: soundCrm }), [])
  })

  it('has a broken one for every check', () => {
    const mutants = [...ofEveryKind, ...readingMutants, ...writingMutants, ...faultMutants]
    const caught = new Set(mutants.map(({ check }) => check))
    // What an import may do is shown with modules, in kit.test.ts.
    const left = checksOf(crmSuite).filter(({ id }) => !caught.has(id) && id !== 'common.import')
    assert.deepEqual(
      left.map(({ id }) => id),
      [],
    )
  })
})
