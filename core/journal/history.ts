import type { HistoryMessage } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { SaidMessage } from './said-message.ts'

/** A message as a model sees it. */
export interface SpokenMessage {
  author: 'client' | 'desk' | 'staff'
  text: string
  seq: number
}

/** The newest `limit` messages before `beforeSeq`, oldest first. */
export async function spokenBefore(
  journal: Journal,
  conversation: string,
  beforeSeq: number,
  limit: number,
): Promise<readonly SpokenMessage[]> {
  // Messages are numbered from 1.
  if (beforeSeq <= 1) return []
  const rows = await journal.db
    .selectFrom('message')
    .select(['author', 'text', 'seq'])
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('seq', '<', beforeSeq)
    .where('author', '!=', 'system')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse() as SpokenMessage[]
}

/** What was said in other conversations of the same client after `since` and up to `until`: the newest `limit`, oldest first. */
export async function spokenElsewhere(
  journal: Journal,
  conversations: readonly string[],
  { since, until, limit }: { since: number; until: number; limit: number },
): Promise<readonly SpokenMessage[]> {
  if (conversations.length === 0) return []
  const rows = await journal.db
    .selectFrom('message')
    .select(['author', 'text', 'seq'])
    .where('business', '=', journal.business)
    .where('conversation', 'in', conversations)
    .where('author', '!=', 'system')
    .where('at', '>', since)
    .where('at', '<=', until)
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse() as SpokenMessage[]
}

/** A message of the history, its file by its id. */
export type StoredMessage = HistoryMessage & Pick<SaidMessage, 'file'>

/** The messages after `after` that a client may see, the newest `limit` of them, oldest first. */
export async function historyAfter(
  journal: Journal,
  conversation: string,
  after: number,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const rows = await journal.db
    .selectFrom('message')
    .select(['id', 'seq', 'author', 'content', 'text', 'turn', 'at'])
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('seq', '>', after)
    .where('author', '!=', 'system')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  rows.reverse()
  const open = await openTokens(
    journal,
    conversation,
    rows.filter(row => row.author !== 'client').map(row => row.id),
  )
  return rows.map(row => {
    const common = {
      seq: row.seq,
      id: row.id,
      text: row.text,
      at: new Date(row.at).toISOString(),
      ...(row.turn !== null && { turn: row.turn }),
    }
    if (row.author === 'client' || row.author === 'system') return { ...common, author: 'client' as const }
    const said: SaidMessage = JSON.parse(row.content)
    const options = said.choices?.options.filter(option => open.has(option.id)) ?? []
    return {
      ...common,
      author: said.author,
      ...(said.choices && options.length > 0 && { choices: { kind: said.choices.kind, options } }),
      ...(said.visit && { visit: said.visit }),
      ...(said.contactRequest && { contactRequest: true }),
      ...(said.file !== undefined && { file: said.file }),
    }
  })
}

async function openTokens(
  journal: Journal,
  conversation: string,
  messages: readonly string[],
): Promise<ReadonlySet<string>> {
  if (messages.length === 0) return new Set()
  const rows = await journal.db
    .selectFrom('choice')
    .select('token')
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('used_at', 'is', null)
    .where('expires_at', '>', journal.clock.now())
    .execute()
  return new Set(rows.map(row => row.token))
}
