import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'

/** Something offered that a client can press or a model can name, as it is kept. */
export interface Choice<Meaning = unknown> {
  token: string
  kind: string
  label: string
  meaning: Meaning
  turn: number
  message?: string
  expiresAt: number
  usedAt?: number
}

/** A choice that is about to be offered. */
export type NewChoice<Meaning = unknown> = Pick<
  Choice<Meaning>,
  'token' | 'kind' | 'label' | 'meaning' | 'expiresAt'
> & {
  message?: string
}

/** Writes choices with the step or message that offers them. */
export async function insertChoices(
  journal: Journal,
  db: Db,
  where: { conversation: string; turn: number },
  choices: readonly NewChoice[],
): Promise<void> {
  if (choices.length === 0) return
  await db
    .insertInto('choice')
    .values(
      choices.map((choice, position) => ({
        business: journal.business,
        token: choice.token,
        conversation: where.conversation,
        turn: where.turn,
        message: choice.message ?? null,
        position,
        kind: choice.kind,
        label: choice.label,
        meaning: JSON.stringify(choice.meaning),
        created_at: journal.clock.now(),
        expires_at: choice.expiresAt,
        used_at: null,
      })),
    )
    .execute()
}

function choiceOf<Meaning>(row: {
  token: string
  kind: string
  label: string
  meaning: string
  turn: number
  message: string | null
  expires_at: number
  used_at: number | null
}): Choice<Meaning> {
  return {
    token: row.token,
    kind: row.kind,
    label: row.label,
    meaning: JSON.parse(row.meaning),
    turn: row.turn,
    expiresAt: row.expires_at,
    ...(row.message !== null && { message: row.message }),
    ...(row.used_at !== null && { usedAt: row.used_at }),
  }
}

const COLUMNS = ['token', 'kind', 'label', 'meaning', 'turn', 'message', 'expires_at', 'used_at'] as const

/** The choice behind a token, only in the conversation in which it was offered. */
export async function findChoice<Meaning>(
  journal: Journal,
  db: Db,
  conversation: string,
  token: string,
): Promise<Choice<Meaning> | undefined> {
  const row = await db
    .selectFrom('choice')
    .select(COLUMNS)
    .where('business', '=', journal.business)
    .where('token', '=', token)
    .where('conversation', '=', conversation)
    .executeTakeFirst()
  return row && choiceOf<Meaning>(row)
}

/** What was offered in turns from `sinceTurn` on and can still be chosen, oldest first. */
export async function openChoices<Meaning>(
  journal: Journal,
  db: Db,
  conversation: string,
  sinceTurn: number,
): Promise<readonly Choice<Meaning>[]> {
  const rows = await db
    .selectFrom('choice')
    .select(COLUMNS)
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('turn', '>=', sinceTurn)
    .where('used_at', 'is', null)
    .where('expires_at', '>', journal.clock.now())
    .orderBy('turn')
    .orderBy('created_at')
    .orderBy('position')
    .execute()
  return rows.map(row => choiceOf<Meaning>(row))
}

/** Uses a choice up; false when it was used before. */
export async function useChoice(journal: Journal, db: Db, conversation: string, token: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('choice')
    .set({ used_at: journal.clock.now() })
    .where('business', '=', journal.business)
    .where('token', '=', token)
    .where('conversation', '=', conversation)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
