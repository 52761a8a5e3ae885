import type { Heard } from './heard.ts'
import { languageOf } from './language.ts'
import { cleanName, normalizePhone } from './phone.ts'
import { clearWishes, type Session } from './session.ts'
import type { TurnContext } from './turn-context.ts'

/** Takes over what the channel proves and what the client shared: language, phone, name. */
export function noteClient(context: TurnContext, heard: Heard): void {
  const { parts, turn } = context
  const { country } = parts.config.company
  const session: Session = structuredClone(context.session)
  const before = session.endedAt > 0 ? session.locale : undefined
  session.locale = languageOf(heard.texts.join(' '), before) ?? session.locale
  const proved = turn.conversation.sender.verifiedPhone
  const verified = proved === undefined ? undefined : normalizePhone(proved, country)
  if (verified !== undefined) session.client.verifiedPhone = verified
  for (const contact of heard.contacts) {
    const phone = normalizePhone(contact.phone, country)
    if (phone === undefined) continue
    session.draft = { ...session.draft, phone }
    session.client.phone = phone
    if (contact.verified) session.client.verifiedPhone = phone
    const name = contact.name === undefined ? undefined : cleanName(contact.name)
    if (name !== undefined) session.client.name ??= name
  }
  context.session = session
}

/** After a long silence the conversation begins anew; who the client is stays. */
export function isIdle({ parts, session, turn }: TurnContext): boolean {
  const at = turn.messages[0]?.at ?? parts.clock.now()
  return session.endedAt > 0 && at - session.endedAt > parts.config.dialog.idleMinutes * 60_000
}

/** Forgets the wishes of a conversation that begins anew. */
export function beginAnew(context: TurnContext): void {
  const session = structuredClone(context.session)
  clearWishes(session)
  session.memory = {}
  context.session = session
}
