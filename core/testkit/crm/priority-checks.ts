import assert from 'node:assert/strict'
import type { Call } from '../../contract/index.ts'
import type { Check } from '../check.ts'

/** Who is served first under the provider's limit is core's to say, in the call. */
export const priorityChecks: readonly Check<'crm'>[] = [
  {
    id: 'crm.priority',
    title: 'waits under its limit as what it was called as: for a client, for nobody, or for a booking',
    async run(kit) {
      const bench = await kit.open()
      for (const { name, run } of await kit.suite.calls(bench)) {
        for (const priority of ['background', 'commit', undefined] satisfies Call['priority'][]) {
          const before = bench.turns.length
          await run({ ...bench.call(), ...(priority && { priority }) }).catch(() => undefined)
          const others = bench.turns.slice(before).filter(turn => turn !== priority)
          assert.deepEqual(
            others,
            [],
            `${name} was called as ${priority ?? 'a client’s'} and asked for turns as ${others.map(turn => turn ?? 'a client’s').join(', ')}`,
          )
        }
      }
    },
  },
]
