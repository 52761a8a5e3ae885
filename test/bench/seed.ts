import { DatabaseSync } from 'node:sqlite'
import { NEVER } from '../../core/journal/due-time.ts'

/*
 * Past conversations, as the journal would have written them: two turns, each a message, a model step and an answer.
 * SQL makes them in the file itself, since a hundred thousand through the product would take longer than the bench.
 */

const TEXT = 'A haircut costs 1,500 roubles and takes 45 minutes. Shall I look for a free time?'
const HOUR_MS = 3_600_000

/** Adds conversations until so many of them are stored. The desk must not be running. */
export function seedConversations(file: string, count: number, { business = 'default', now = Date.now() } = {}): void {
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma synchronous = off; begin immediate')
    const stored = database.prepare('select count(*) as n from conversation').get()?.['n']
    const values = {
      $first: Number(stored),
      $count: count,
      $business: business,
      $now: now,
      $text: TEXT,
      $hour: HOUR_MS,
    }
    for (const sql of STATEMENTS) {
      const used = Object.entries(values).filter(([name]) => sql.includes(name))
      database.prepare(sql).run(Object.fromEntries(used))
    }
    database.exec('commit')
    database.exec('pragma wal_checkpoint(truncate)')
  } finally {
    database.close()
  }
}

/** One row for each conversation that is missing; its id is made of its number. */
const NEW = `with recursive numbers(i) as (
  select $first where $first < $count union all select i + 1 from numbers where i + 1 < $count
), new(i, id) as (select i, printf('seed%012d', i) from numbers)`

/** The two turns of a conversation. */
const TURNS = `${NEW}, turns(i, id, t) as (select i, id, 1 from new union all select i, id, 2 from new)`

const STATEMENTS = [
  `insert into conversation (business, id, instance, address, mode, session, turn, seq, inbound_seq, claimed_seq, answered_seq, was_idle, sender, created_at, active_at)
   ${NEW} select $business, id, 'messages', 'bench:' || id, 'auto', '{}', 2, 4, 3, 3, 3, 1, '{}', $now - $hour, $now - $hour from new`,
  `insert into message (business, id, conversation, seq, author, content, text, turn, at)
   ${TURNS} select $business, printf('sc%d%013d', t, i), id, t * 2 - 1, 'client', '[]', $text, t, $now - $hour from turns`,
  `insert into message (business, id, conversation, seq, author, content, text, turn, at)
   ${TURNS} select $business, printf('sd%d%013d', t, i), id, t * 2, 'desk', '{}', $text, t, $now - $hour from turns`,
  `insert into accepted (business, instance, provider_hash, content_hash, conversation, message, accepted_at)
   ${TURNS} select $business, 'messages', lower(hex(randomblob(32))), '', id, printf('sc%d%013d', t, i), $now - $hour from turns`,
  `insert into turn (business, conversation, number, status, state, started_at, finished_at)
   ${TURNS} select $business, id, t, 'done', 'CONSULTING', $now - $hour, $now - $hour from turns`,
  `insert into step (business, conversation, turn, number, kind, name, input, output, at)
   ${TURNS} select $business, id, t, 1, 'llm', 'rules', '{}', $text, $now - $hour from turns`,
  `insert into work (business, kind, ref, due_at, since, lease_until, fence, revision, attempts)
   ${NEW} select $business, 'turn', id, ${NEVER}, $now - $hour, 0, 2, 2, 0 from new`,
  `insert into outbox (business, id, conversation, message, seq, status, payload, attempts, due_at, created_at, updated_at)
   ${TURNS} select $business, printf('so%d%013d', t, i), id, printf('sd%d%013d', t, i), t * 2, 'sent', '{}', 1, $now - $hour, $now - $hour, $now - $hour from turns`,
]
