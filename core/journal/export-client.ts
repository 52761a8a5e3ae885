import type { Journal } from './journal.ts'

/** Everything that is kept of one client, readable. */
export interface ClientExport {
  phone: string
  at: string
  conversations: readonly {
    channel: string
    address: string
    since: string
    sender: unknown
    session: unknown
    messages: readonly { at: string; author: string; text: string; content: unknown }[]
    visits: readonly unknown[]
    operations: readonly { kind: string; status: string; at: string; consentedTo: unknown; result: unknown }[]
  }[]
}

const iso = (at: number) => new Date(at).toISOString()

/** Everything that is kept in these conversations, for their client to have. */
export async function exportClient(
  journal: Journal,
  phone: string,
  conversations: readonly string[],
): Promise<ClientExport> {
  const { business, db } = journal
  const all: ClientExport['conversations'][number][] = []
  for (const id of conversations) {
    const one = await db
      .selectFrom('conversation')
      .selectAll()
      .where('business', '=', business)
      .where('id', '=', id)
      .executeTakeFirst()
    if (!one) continue
    const messages = await db
      .selectFrom('message')
      .where('business', '=', business)
      .where('conversation', '=', id)
      .select(['at', 'author', 'text', 'content'])
      .orderBy('seq')
      .execute()
    const visits = await db
      .selectFrom('visit')
      .where('business', '=', business)
      .where('conversation', '=', id)
      .select(['card', 'phone'])
      .orderBy('starts_at')
      .execute()
    const operations = await db
      .selectFrom('operation')
      .where('business', '=', business)
      .where('conversation', '=', id)
      .select(['kind', 'status', 'created_at', 'draft', 'result'])
      .orderBy('created_at')
      .execute()
    all.push({
      channel: one.instance,
      address: one.address,
      since: iso(one.created_at),
      sender: JSON.parse(one.sender),
      session: JSON.parse(one.session),
      messages: messages.map(({ at, author, text, content }) => ({
        at: iso(at),
        author,
        text,
        content: JSON.parse(content),
      })),
      visits: visits.map(({ card, phone: ofVisit }) => ({ ...JSON.parse(card), ...(ofVisit && { phone: ofVisit }) })),
      operations: operations.map(({ kind, status, created_at, draft, result }) => ({
        kind,
        status,
        at: iso(created_at),
        consentedTo: JSON.parse(draft),
        result: result === null ? null : JSON.parse(result),
      })),
    })
  }
  return { phone, at: iso(journal.clock.now()), conversations: all }
}
