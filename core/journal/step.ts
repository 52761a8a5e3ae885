import { sql } from 'kysely'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import type { ClaimedTurn } from './turn.ts'
import { holdsClaim, LeaseLost } from './work.ts'

/** One LLM call, tool call, commit or fetching of what the client sent, inside a turn. */
export interface Step {
  number: number
  kind: 'llm' | 'tool' | 'commit' | 'media'
  name: string
  input: unknown
  output: unknown
}

/** Records a step, if the turn is still ours, in one statement; its effect is used only after the commit. */
export async function recordStep(journal: Journal, db: Db, turn: ClaimedTurn, step: Step): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into step (business, conversation, turn, number, kind, name, input, output, at)
    select ${journal.business}, ${turn.conversation.id}, ${turn.number}, ${step.number}, ${step.kind}, ${step.name},
      ${JSON.stringify(step.input ?? null)}, ${JSON.stringify(step.output ?? null)}, ${journal.clock.now()}
    where ${holdsClaim(journal, turn.claim)}`.execute(db)
  if (numAffectedRows !== 1n) throw new LeaseLost('turn')
}
