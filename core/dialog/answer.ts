import { findOperation } from '../journal/operation.ts'
import { wasSent } from '../journal/outbox.ts'
import { commitConsent, offerConsent } from './commit.ts'
import { plainAnswerOf } from './consent.ts'
import { consult } from './consult.ts'
import { handOver } from './handover.ts'
import type { Heard } from './heard.ts'
import { afterProposal, askClient, askService, change, press, pressedChoices, showVisits } from './press.ts'
import { missingOf } from './tools/client-tools.ts'
import { evaluate, sayPending, sayText, type TurnContext, useTool } from './turn-context.ts'

/** Whether the pending summary was sent, and nothing was said since: only then is a plain yes an answer to it. */
async function isAnswerToSummary({ parts, session, turn }: TurnContext): Promise<boolean> {
  const { journal } = parts
  const operation = session.pending && (await findOperation(journal, journal.db, session.pending.operation))
  if (operation?.summaryMessage === undefined) return false
  const last = await journal.db
    .selectFrom('message')
    .select('id')
    .where('business', '=', journal.business)
    .where('conversation', '=', turn.conversation.id)
    .where('seq', '<', turn.messages[0]?.seq ?? 0)
    .where('author', 'in', ['desk', 'staff'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.id === operation.summaryMessage && (await wasSent(journal, journal.db, operation.summaryMessage))
}

/** Pressed buttons, alone or with texts beside them. Answers whether they were the whole of what was said. */
async function answerPress(context: TurnContext, heard: Heard): Promise<boolean> {
  const choices = await pressedChoices(context, heard.pressed)
  const last = choices.at(-1)
  if (!last) {
    sayText(context, 'choice.unknown')
    return true
  }
  const kinds = new Set(choices.map(({ meaning }) => meaning.kind))
  const saidInWords = plainAnswerOf(heard.texts)
  const isContradicted =
    (kinds.has('confirm') && (kinds.has('change') || saidInWords === 'no')) ||
    (kinds.has('change') && saidInWords === 'yes')
  if (isContradicted) {
    // Yes and no in one burst is no consent.
    if (context.session.pending) sayPending(context, offerConsent)
    else sayText(context, 'choice.stale')
    return true
  }
  const isAlone = heard.texts.length === 0 || saidInWords !== undefined
  if (!isAlone) return false
  await press(context, last)
  return true
}

/** A shared contact is certain: the booking goes on without a model when it was what was missing. */
async function answerContact(context: TurnContext): Promise<boolean> {
  const { slot, moving } = context.session.draft
  if (!slot || moving !== undefined) return false
  if (missingOf(context.session).length > 0) askClient(context)
  else await afterProposal(context, await useTool(context, 'create_appointment', { slot_id: slot.slot_id }))
  return true
}

async function answerCommand(context: TurnContext, heard: Heard): Promise<boolean> {
  switch (heard.commands.at(-1)) {
    case 'human':
      handOver(context)
      return true
    case 'book':
      await askService(context)
      return true
    case 'my':
    case 'cancel':
      await showVisits(context)
      return true
    default:
      return false
  }
}

/** What the desk answers to what it heard: by itself where the meaning is certain, with a model where it is not. */
export async function answer(context: TurnContext, heard: Heard, deferred: readonly string[]): Promise<void> {
  const { session, parts } = context
  if (heard.pressed.length > 0 && (await answerPress(context, heard))) return
  if (await answerCommand(context, heard)) return
  if (heard.contacts.length > 0 && heard.texts.length === 0 && (await answerContact(context))) return

  const plain = session.pending ? plainAnswerOf(heard.texts) : undefined
  if (plain !== undefined && session.pending && heard.pressed.length === 0 && (await isAnswerToSummary(context))) {
    const { operation, hash } = session.pending
    return plain === 'yes' ? commitConsent(context, operation, hash) : change(context)
  }

  const isWordless = heard.texts.length === 0 && heard.pressed.length === 0 && heard.commands.length === 0
  if (isWordless && heard.contacts.length === 0 && deferred.length === 0) {
    if (heard.hasMedia) sayText(context, 'media.unsupported')
    else if (heard.hasLocation) sayText(context, 'location.thanks')
    return
  }
  evaluate(context)
  const text = [...deferred, heard.text].filter(line => line !== '').join('\n')
  return consult(context, text === '' ? parts.say(session.locale, 'client.hello') : text)
}
