import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import type { ClaimedTurn } from './turn.ts'
import { assertClaim } from './work.ts'

/** One LLM call, tool call or commit inside a turn. */
export interface Step {
  number: number
  kind: 'llm' | 'tool' | 'commit'
  name: string
  input: unknown
  output: unknown
}

/** Records a step in the caller's transaction, if the turn is still ours; its effect is used only after the commit. */
export async function recordStep(journal: Journal, db: Db, turn: ClaimedTurn, step: Step): Promise<void> {
  await assertClaim(journal, db, turn.claim)
  await db
    .insertInto('step')
    .values({
      business: journal.business,
      conversation: turn.conversation.id,
      turn: turn.number,
      number: step.number,
      kind: step.kind,
      name: step.name,
      input: JSON.stringify(step.input ?? null),
      output: JSON.stringify(step.output ?? null),
      at: journal.clock.now(),
    })
    .execute()
}
