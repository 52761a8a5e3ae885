import { conversationsOf } from '../journal/client.ts'
import type { DialogParts } from './parts.ts'
import type { Session } from './session.ts'

/** The conversations of the same client, this one first; see `conversationsOf`. */
export function clientConversations(
  { journal }: DialogParts,
  conversation: string,
  { client }: Session,
): Promise<readonly string[]> {
  return conversationsOf(journal, conversation, client.verifiedPhone)
}
