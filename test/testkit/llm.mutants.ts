import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { llmSuite } from '../../core/testkit/llm/index.ts'
import { failuresOf } from './failures.ts'
import { answerMutants } from './mutants/llm/answers.ts'
import { failureMutants } from './mutants/llm/failures.ts'
import { broken, soundBrain } from './mutants/llm/mutant.ts'

const mutants = [...answerMutants, ...failureMutants]

describe('the conformance kit, of brains,', { concurrency: 3 }, () => {
  it('finds nothing wrong with a sound one', async () => {
    assert.deepEqual(await failuresOf(llmSuite(soundBrain)), [])
  })

  for (const mutant of mutants) {
    it(`finds one that ${mutant.mistake}, and nothing else wrong with it`, async () => {
      assert.deepEqual(await failuresOf(llmSuite(broken(mutant))), [mutant.check])
    })
  }

  it('has a broken one for every check of its own', () => {
    const { suite } = llmSuite(soundBrain)
    const caught = new Set(mutants.map(({ check }) => check))
    assert.deepEqual(
      suite.checks.map(({ id }) => id).filter(id => !caught.has(id)),
      [],
    )
  })
})
