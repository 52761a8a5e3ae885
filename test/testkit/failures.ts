import type { Kind } from '../../core/contract/index.ts'
import type { Suite } from '../../core/testkit/check.ts'
import { checksOf, runSuite } from '../../core/testkit/run.ts'
import type { Subject } from '../../core/testkit/subject.ts'

/**
 * The ids of the checks that fail. Mutants are objects, not modules: the import, which takes a process of its own, is
 * left to the sound plugin.
 */
export async function failuresOf<K extends Kind>(given: {
  suite: Suite<K>
  subject: Subject<K>
}): Promise<readonly string[]> {
  const { suite, subject } = given
  const checks = checksOf(suite).filter(({ id }) => id !== 'common.import')
  const results = await runSuite(suite, subject, checks)
  return results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
}
