import { checkAnswers, type Excused } from './check/answers.ts'
import type { Violation } from './check/evidence.ts'
import { checkRest } from './check/rest.ts'
import { checkVisits } from './check/visits.ts'
import { checkWords } from './check/words.ts'
import type { World } from './world.ts'

/** What the checker found. */
export interface Verdict {
  violations: readonly Violation[]
  /** What a fault that the rig made excuses, on blind channels only; each is listed. */
  excused: readonly Excused[]
}

/**
 * Compares what a run has left outside of the desk with its journal. Shares no code with the desk: it reads the tables and
 * what the CRM, the providers and the clients have seen.
 */
export function checkWorld(world: World): Verdict {
  const { violations, excused } = checkAnswers(world)
  return {
    violations: [...checkVisits(world), ...checkWords(world), ...violations, ...checkRest(world)],
    excused,
  }
}
