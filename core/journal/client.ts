import type { Journal } from './journal.ts'

/**
 * The conversations in which a client may be answered from all of them: this one first, then those that were moved to it,
 * and with a phone that this one's channel proved those whose channel proved the same. An unproved phone connects nothing.
 */
export async function conversationsOf(
  journal: Journal,
  conversation: string,
  verifiedPhone: string | undefined,
): Promise<readonly string[]> {
  const others = await journal.db
    .selectFrom('conversation')
    .select('id')
    .where('business', '=', journal.business)
    .where('id', '!=', conversation)
    .where(eb =>
      eb.or([
        eb('forwards_to', '=', conversation),
        ...(verifiedPhone === undefined ? [] : [eb('person', '=', verifiedPhone)]),
      ]),
    )
    .orderBy('active_at', 'desc')
    .execute()
  return [conversation, ...others.map(({ id }) => id)]
}
