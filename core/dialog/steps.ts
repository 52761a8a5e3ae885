import type { Db } from '../journal/schema.ts'
import { recordStep, type Step } from '../journal/step.ts'
import type { ClaimedTurn } from '../journal/turn.ts'
import type { DialogParts } from './parts.ts'

/** What a step did, and what is written with its record. */
interface Performed<Output> {
  output: Output
  /** Writes in the record's transaction; its answer replaces `output`. */
  write?(db: Db): Promise<Output>
}

/** A step to be taken, or to be taken from the record of a turn that died. */
export interface StepPlan<Output> {
  kind: Step['kind']
  name: string
  input: unknown
  perform(): Promise<Performed<Output>>
  /** The record may wait for the end of the turn: nothing comes of this step before it. */
  mayWait?(output: Output): boolean
}

/** The steps of one turn: each is recorded before its effect is used, and a resumed turn takes the recorded ones again. */
export interface Steps {
  take<Output>(plan: StepPlan<Output>): Promise<Output>
  count(): number
  /** Records what waited; in the transaction that ends the turn. */
  flush(db: Db): Promise<void>
}

/** The steps of a claimed turn. */
export function createSteps({ journal, reach }: DialogParts, turn: ClaimedTurn): Steps {
  let number = 0
  let waiting: Step | undefined
  let isReplaying = true

  function recorded(plan: StepPlan<unknown>): string | undefined {
    const step = turn.steps[number]
    if (!isReplaying || !step) return undefined
    if (step.kind === plan.kind && step.name === plan.name) return step.output
    // The program changed between death and resumption: what follows is decided anew.
    isReplaying = false
    return undefined
  }

  return {
    count: () => number,
    async take(plan) {
      const known = recorded(plan)
      number += 1
      if (known !== undefined) return JSON.parse(known)
      isReplaying = false
      const performed = await plan.perform()
      const { output } = performed
      if (plan.kind !== 'commit') await reach(plan.kind === 'llm' ? 'llm.answered' : 'tool.answered')
      const step = { number: turn.steps.length + number, kind: plan.kind, name: plan.name, input: plan.input, output }
      if (plan.mayWait?.(output)) {
        waiting = step
        return output
      }
      const final = await journal.write(async db => {
        const written = performed.write ? await performed.write(db) : output
        await recordStep(journal, db, turn, { ...step, output: written })
        return written
      })
      await reach(plan.kind === 'llm' ? 'llm.recorded' : 'tool.recorded')
      return final
    },
    async flush(db) {
      if (waiting) await recordStep(journal, db, turn, waiting)
    },
  }
}
