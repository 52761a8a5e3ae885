import { sql } from 'kysely'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Journal } from './journal.ts'

/** A conversation in which a phone is somebody's, and how that is known. */
export interface FoundConversation {
  id: string
  channel: string
  /** `proved` by the channel, of a `visit` that was booked here, or `written` by whoever wrote here. */
  by: 'proved' | 'visit' | 'written'
  /** ISO 8601. */
  since: string
  messages: number
  /** Of visits that are still to come. */
  upcoming: number
}

const MESSAGES_AT_A_TIME = 2_000

/** Whether a text holds the phone in any way of writing it. */
function holdsPhone(text: string, national: string): boolean {
  return text.replace(/\D/g, '').includes(national)
}

/** The conversations of whose messages one holds the phone; a phone may be written in many ways, so each text is looked at. */
async function conversationsWriting(journal: Journal, phone: string, national: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  let last = { conversation: '', seq: -1 }
  for (;;) {
    const rows = await journal.db
      .selectFrom('message')
      .select(['conversation', 'seq', 'text', 'content'])
      .where('business', '=', journal.business)
      .where('author', '=', 'client')
      .where(sql<boolean>`(conversation, seq) > (${last.conversation}, ${last.seq})`)
      .orderBy('conversation')
      .orderBy('seq')
      .limit(MESSAGES_AT_A_TIME)
      .execute()
    for (const { conversation, text, content } of rows)
      if (holdsPhone(text, national) || content.includes(phone)) found.add(conversation)
    const end = rows.at(-1)
    if (!end || rows.length < MESSAGES_AT_A_TIME) return found
    last = end
  }
}

/** The conversations of a phone in E.164, the proved ones first. */
export async function findConversations(journal: Journal, phone: string): Promise<readonly FoundConversation[]> {
  const { business, db } = journal
  const national = parsePhoneNumberFromString(phone)?.nationalNumber ?? phone.slice(1)
  const visits = await db
    .selectFrom('visit')
    .select(['conversation', 'starts_at', 'status'])
    .where('business', '=', business)
    .where('phone', '=', phone)
    .execute()
  const booked = new Set(visits.map(({ conversation }) => conversation))
  const consented = await db
    .selectFrom('operation')
    .select('conversation')
    .where('business', '=', business)
    .where('draft', 'like', `%"${phone}"%`)
    .execute()
  for (const { conversation } of consented) booked.add(conversation)
  const writing = await conversationsWriting(journal, phone, national)
  const conversations = await db
    .selectFrom('conversation')
    .select(['id', 'instance', 'address', 'person', 'sender', 'session', 'created_at'])
    .where('business', '=', business)
    .execute()
  const now = journal.clock.now()
  const found: FoundConversation[] = []
  for (const { id, instance, address, person, sender, session, created_at } of conversations) {
    const { verifiedPhone } = JSON.parse(sender)
    const { client } = JSON.parse(session)
    const isProved = person === phone || verifiedPhone === phone || client?.verifiedPhone === phone
    const isWritten = writing.has(id) || session.includes(`"${phone}"`) || holdsPhone(address, national)
    const by = isProved ? 'proved' : booked.has(id) ? 'visit' : isWritten ? 'written' : undefined
    if (!by) continue
    const { count } = await db
      .selectFrom('message')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .where('business', '=', business)
      .where('conversation', '=', id)
      .executeTakeFirstOrThrow()
    const upcoming = visits.filter(
      visit => visit.conversation === id && visit.starts_at > now && visit.status !== 'cancelled',
    )
    found.push({
      id,
      channel: instance,
      by,
      since: new Date(created_at).toISOString(),
      messages: count,
      upcoming: upcoming.length,
    })
  }
  const order = ['proved', 'visit', 'written']
  return found.toSorted((a, b) => order.indexOf(a.by) - order.indexOf(b.by))
}
