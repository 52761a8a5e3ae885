import type { ChannelCapabilities, Sender, TemplatePurpose } from '../contract/index.ts'
import type { Session } from '../dialog/session.ts'
import type { Journal } from '../journal/journal.ts'
import { findOperation, type OperationStatus } from '../journal/operation.ts'
import { hasReengaged, type OutboxRow } from '../journal/outbox.ts'
import type { Recipient } from '../journal/recipient.ts'
import type { SaidMessage } from '../journal/said-message.ts'

/** What goes out for a row: its own words or a template in their place, or nothing, and why. */
export type Outgoing = { message: SaidMessage } | { reason: string }

const PURPOSES: Partial<Record<OperationStatus, TemplatePurpose>> = {
  booked: 'confirmation',
  moved: 'moved',
  cancelled: 'cancelled',
}

/** The template that tells what a row tells; one that needs a visit can't be filled without it. */
async function purposeOf(journal: Journal, { operation, payload }: OutboxRow): Promise<TemplatePurpose> {
  const told = operation !== undefined && payload.visit && (await findOperation(journal, journal.db, operation))
  return (told && PURPOSES[told.status]) || 're-engagement'
}

/** Free words no longer go through: by the clock, or because the provider said so. */
function isClosed({ error }: OutboxRow, { windowMs }: ChannelCapabilities, { heardAt }: Recipient, now: number) {
  return error === 'window_closed' || (windowMs !== undefined && now - heardAt >= windowMs)
}

/** The name that the client gave, else the one of the messenger's profile. */
async function clientNameOf(journal: Journal, conversation: string): Promise<string | undefined> {
  const row = await journal.db
    .selectFrom('conversation')
    .select(['session', 'sender'])
    .where('business', '=', journal.business)
    .where('id', '=', conversation)
    .executeTakeFirst()
  if (!row) return undefined
  const { client }: Partial<Session> = JSON.parse(row.session)
  const { name }: Sender = JSON.parse(row.sender)
  return client?.name ?? name
}

/** What to send for a row now. What once went out as a template stays one: the provider may have it already. */
export async function outgoingOf(
  journal: Journal,
  row: OutboxRow,
  { capabilities, recipient }: { capabilities: ChannelCapabilities; recipient: Recipient },
): Promise<Outgoing> {
  const { payload } = row
  if (payload.template !== undefined || !isClosed(row, capabilities, recipient, journal.clock.now()))
    return { message: payload }
  const template = await purposeOf(journal, row)
  if (!capabilities.templates?.includes(template))
    return { reason: `window_closed: the client wrote too long ago, and the channel has no template "${template}"` }
  // Asked to write once, the client need not be asked for each message that waits.
  if (template === 're-engagement' && (await hasReengaged(journal, recipient)))
    return { reason: 'window_closed: the client has been asked to write, and has not written since' }
  const { text, visit, locale, author } = payload
  const clientName = await clientNameOf(journal, row.conversation)
  return {
    message: {
      text,
      locale,
      author,
      template,
      ...(visit && { visit }),
      ...(clientName !== undefined && { clientName }),
    },
  }
}
