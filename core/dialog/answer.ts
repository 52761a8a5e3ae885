import { findOperation } from '../journal/operation.ts'
import { wasSent } from '../journal/outbox.ts'
import { commitConsent, offerConsent } from './commit.ts'
import { addsNothing, plainAnswerOf, questionBesideYes } from './consent.ts'
import { consult } from './consult.ts'
import { isGreeting } from './greeting.ts'
import type { Heard } from './heard.ts'
import { answerInquiry } from './inquiry.ts'
import { readMedia } from './media.ts'
import { offerMenu } from './offer.ts'
import { normalizePhone } from './phone.ts'
import { afterProposal, askClient, askService, change, press, pressedChoices } from './press.ts'
import { missingOf } from './tools/client-tools.ts'
import { lastSaid, sayPending, sayText, type TurnContext, useTool } from './turn-context.ts'
import { showVisits } from './visit-list.ts'

/**
 * A plain yes or no while a summary waits, the yes perhaps with a question about the business after it. It answers the summary only when that, or the desk's own reminder of it, was sent and nothing was said since. After
 * a question of the desk it is that question's answer and a model's to understand; after anything else the summary is put
 * again, so that the client knows what the yes is about. Answers whether that was all.
 */
async function answerPending(context: TurnContext, heard: Heard): Promise<boolean> {
  const { parts, session } = context
  const { journal } = parts
  const { pending } = session
  if (!pending || heard.pressed.length > 0 || !isBare(heard)) return false
  const plain = plainAnswerOf(heard.texts, pending.kind)
  const question = plain === undefined ? questionBesideYes(heard.texts, pending.kind) : undefined
  if (plain === undefined && question === undefined) return false
  const [operation, last] = await Promise.all([
    findOperation(journal, journal.db, pending.operation),
    lastSaid(context),
  ])
  const isSummary = operation?.summaryMessage !== undefined && last?.id === operation.summaryMessage
  if (isSummary && (await wasSent(journal, journal.db, last.id))) {
    if (plain === 'no') await change(context)
    else await commitConsent(context, pending.operation, pending.hash)
    if (question !== undefined) await consult(context, question)
    return true
  }
  if (question !== undefined || plain === 'no' || (!isSummary && last?.text.includes('?'))) return false
  sayPending(context, offerConsent)
  return true
}

/** No contact and no command beside it: either is a wish of its own, and a yes beside another wish is no consent. */
function isBare({ contacts, commands }: Heard): boolean {
  return contacts.length === 0 && commands.length === 0
}

/** Pressed buttons, alone or with texts beside them. Answers whether they were the whole of what was said. */
async function answerPress(context: TurnContext, heard: Heard): Promise<boolean> {
  const choices = await pressedChoices(context, heard.pressed)
  if (choices.length === 0) {
    sayText(context, 'choice.unknown')
    return true
  }
  const { pending } = context.session
  const kinds = new Set(choices.map(({ meaning }) => meaning.kind))
  const saidInWords = plainAnswerOf(heard.texts, pending?.kind)
  const isContradicted =
    (kinds.has('confirm') && (kinds.has('change') || saidInWords === 'no')) ||
    (kinds.has('change') && saidInWords === 'yes')
  if (isContradicted) {
    // Yes and no in one burst is no consent.
    if (pending) sayPending(context, offerConsent)
    else sayText(context, 'choice.stale')
    return true
  }
  if (!addsNothing(heard.texts, pending?.kind)) return false
  // A yes beside another wish is no consent either: the wish is what is answered.
  const last = choices.findLast(({ meaning }) => meaning.kind !== 'confirm') ?? choices.at(-1)
  if (last?.meaning.kind === 'confirm' && !isBare(heard)) return answerBeside(context, heard)
  if (last) await press(context, last)
  return true
}

/** A shared contact is certain: the booking goes on without a model when it was what was missing. */
async function answerContact(context: TurnContext, { contacts }: Heard): Promise<boolean> {
  const { country } = context.parts.config.company
  if (contacts.every(({ phone }) => normalizePhone(phone, country) === undefined)) {
    sayText(context, 'contact.unusable')
    return true
  }
  const { slot, moving } = context.session.draft
  if (!slot || moving !== undefined) return false
  if (missingOf(context.session).length > 0) askClient(context)
  else await afterProposal(context, await useTool(context, 'create_appointment', { slot_id: slot.slot_id }))
  return true
}

/** What came beside a consent: the command is answered, with a new contact the summary is put anew. */
async function answerBeside(context: TurnContext, heard: Heard): Promise<boolean> {
  if (await answerCommand(context, heard)) return true
  if (heard.contacts.length > 0 && (await answerContact(context, heard))) return true
  sayPending(context, offerConsent)
  return true
}

/** What the desk can do, with the ways that always work. */
function sayHelp(context: TurnContext): void {
  sayText(context, 'help', {}, offerMenu(context.parts, context.session.locale))
}

async function answerCommand(context: TurnContext, heard: Heard): Promise<boolean> {
  switch (heard.commands.at(-1)) {
    case 'book':
      await askService(context)
      return true
    case 'my':
    case 'cancel':
      await showVisits(context)
      return true
    case 'help':
      sayHelp(context)
      return true
    default:
      return false
  }
}

/** A voice message or a picture alone: a model that can take it answers, else the client is asked to write. */
async function answerMedia(context: TurnContext, { media: sent, text }: Heard): Promise<void> {
  const { parts: media, hasFailed } = await readMedia(context, sent)
  if (media.length > 0) return consult(context, { text, media, isMute: true })
  if (hasFailed) return sayText(context, 'media.failed')
  sayText(context, sent.every(part => part.media === 'sticker') ? 'sticker.thanks' : 'media.unsupported')
}

/** A button of nobody knows what beside a text: the text is what is answered. */
async function withoutStray(context: TurnContext, heard: Heard): Promise<Heard> {
  if (heard.pressed.length === 0 || heard.texts.length === 0) return heard
  const choices = await pressedChoices(context, heard.pressed)
  return choices.length > 0 ? heard : { ...heard, pressed: [], text: heard.texts.join('\n') }
}

/** What the desk answers to what it heard: by itself where the meaning is certain, with a model where it is not. */
export async function answer(context: TurnContext, all: Heard): Promise<void> {
  const { session, parts } = context
  const heard = await withoutStray(context, all)
  if (heard.pressed.length > 0 && (await answerPress(context, heard))) return
  // With words beside it a command is one wish among others.
  if (heard.texts.length === 0 && (await answerCommand(context, heard))) return
  const isYesBeside =
    context.session.pending !== undefined && plainAnswerOf(heard.texts, context.session.pending.kind) !== undefined
  if (isYesBeside && !isBare(heard) && (await answerBeside(context, heard))) return
  if (heard.contacts.length > 0 && heard.texts.length === 0 && (await answerContact(context, heard))) return
  if (await answerPending(context, heard)) return
  if (isBare(heard) && heard.pressed.length === 0 && (await answerInquiry(context, heard.texts))) return

  const isWordless = heard.texts.length === 0 && heard.pressed.length === 0 && heard.commands.length === 0
  if (isWordless && heard.contacts.length === 0) {
    if (heard.media.length > 0) return answerMedia(context, heard)
    if (heard.hasLocation) sayText(context, 'location.thanks')
    return
  }
  context.isGreeted =
    [heard.pressed, heard.contacts, heard.media].every(({ length }) => length === 0) && heard.texts.every(isGreeting)
  const { parts: media } = await readMedia(context, heard.media)
  return consult(context, { text: heard.text === '' ? parts.say(session.locale, 'client.hello') : heard.text, media })
}
