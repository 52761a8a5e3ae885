import type { Call, DialogEvent, Json, SlotItem, ToolName, ToolResult } from '../contract/index.ts'
import { type Choice, insertChoices, type NewChoice } from '../journal/choice.ts'
import type { ClaimedTurn } from '../journal/turn.ts'
import { clientConversations } from './client-conversations.ts'
import type { Drafts } from './drafts.ts'
import { factsOf, nextState } from './facts.ts'
import type { Meaning } from './meaning.ts'
import { type Offer, offerFor, offerSlots } from './offer.ts'
import { pageOf } from './pages.ts'
import type { DialogParts } from './parts.ts'
import type { Utterance } from './reply.ts'
import type { Session } from './session.ts'
import type { Steps } from './steps.ts'
import { isToolError } from './tools/plan.ts'
import { type CheckArguments, runTool } from './tools/run-tool.ts'

/** One turn at work: what it knows, and what it will have said and written at its end. */
export interface TurnContext {
  parts: DialogParts
  turn: ClaimedTurn
  call: Call
  steps: Steps
  checkArguments: CheckArguments
  drafts: Drafts
  session: Session
  mode: 'auto' | 'staff'
  said: Utterance[]
  choices: NewChoice[]
  /** The buttons that the newest tool result gives. */
  offer: Offer | undefined
  /** The client's phone is what comes next: the channel's own button for it is shown. */
  asksContact: boolean
  /** The client has greeted, and said nothing more. */
  isGreeted: boolean
  /** What can be chosen, read once and then kept up; undefined until a model is asked. */
  offered: readonly Choice<Meaning>[] | undefined
  /** The times that this turn's searches for the same services found. */
  times: { wish: string; slots: readonly SlotItem[] }
  /** The client's conversations, this one first; undefined until they are asked for. */
  conversations?: Promise<readonly string[]>
  /** Tokens that were pressed. */
  used: string[]
}

/** What the record of a tool's step keeps. */
interface ToolOutput {
  result: ToolResult
  session: Session
  unspoken?: readonly SlotItem[]
}

/** Moves to the next state by what is true now and what just happened. */
export function evaluate(context: TurnContext, ...events: readonly DialogEvent[]): void {
  const { session, parts } = context
  const rules = parts.config.dialog.states[session.state]?.next ?? []
  const next = nextState(rules, factsOf(session), new Set(events))
  if (next !== undefined) context.session = { ...session, state: next }
}

/** The client's conversations, this one first; a turn asks for them once. */
export function conversationsOfTurn(context: TurnContext): Promise<readonly string[]> {
  const { parts, turn, session } = context
  context.conversations ??= clientConversations(parts, turn.conversation.id, session)
  return context.conversations
}

/** What the desk, or a person of the business, said last before this turn. */
export async function lastSaid({
  parts: { journal },
  turn,
}: TurnContext): Promise<{ id: string; text: string } | undefined> {
  return journal.db
    .selectFrom('message')
    .select(['id', 'text'])
    .where('business', '=', journal.business)
    .where('conversation', '=', turn.conversation.id)
    .where('seq', '<', turn.messages[0]?.seq ?? 0)
    .where('author', 'in', ['desk', 'staff'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Says something at the end of the turn, with buttons. */
export function say(context: TurnContext, utterance: Utterance, offer?: Offer): void {
  const { parts, turn, session } = context
  const channel = parts.capabilitiesOf(turn.conversation.instance)
  const shown = offer && pageOf(parts, offer, { channel, locale: session.locale, text: utterance.text })
  context.said.push({ ...utterance, ...(shown && { choices: shown.group }) })
  // What an outcome has shown may be shown again beside the answer: it stays one button.
  const known = new Set(context.choices.map(({ token }) => token))
  if (shown) context.choices.push(...shown.choices.filter(({ token }) => !known.has(token)))
}

/** Says one of the texts. */
export function sayText(
  context: TurnContext,
  key: string,
  values?: Readonly<Record<string, string | number>>,
  offer?: Offer,
): void {
  say(context, { text: context.parts.say(context.session.locale, key, values) }, offer)
}

/** Puts the summary of the pending operation to the client, with Confirm and Change. */
export function sayPending(context: TurnContext, offerConsent: (context: TurnContext) => Offer): void {
  const { pending } = context.session
  if (pending) say(context, { text: pending.summary, summaryOf: pending.operation }, offerConsent(context))
}

/** Free times that fit a channel's calendar, beside the way to other days. */
function calendarSlots({ parts, turn }: TurnContext): number {
  const { choices } = parts.capabilitiesOf(turn.conversation.instance)
  return choices && choices.calendar === true ? choices.max - 1 : 0
}

/** The buttons after a tool's answer: those of several searches for times stand together. */
function offerAfter(context: TurnContext, tool: string, { result, unspoken = [] }: ToolOutput): Offer | undefined {
  const { parts, session } = context
  if (tool !== 'get_available_slots' || 'error' in result || !('slots' in result))
    return offerFor(parts, tool, result, session) ?? context.offer
  const { serviceIds, moving } = session.draft
  const isWished = result.slots.length > 0
  // What was found only nearby does not stand beside what was wished.
  const wish = JSON.stringify([serviceIds, moving, isWished])
  const before = context.times.wish === wish ? context.times.slots : []
  if (!isWished && context.times.wish === JSON.stringify([serviceIds, moving, true])) return context.offer
  const found = isWished ? [...result.slots, ...unspoken] : (result.others ?? [])
  // What two searches both found is one button.
  const each = new Map([...before, ...found].map(slot => [`${slot.date} ${slot.time} ${slot.employee}`, slot]))
  const slots = [...each.values()].sort((a, b) => (a.date + a.time < b.date + b.time ? -1 : 1))
  context.times = { wish, slots }
  return slots.length > 0 ? offerSlots(parts, slots, session) : context.offer
}

/** Calls a tool as a step of this turn: for a model's call `allowed` bounds it, core's own calls are bound by policy. */
export async function useTool(
  context: TurnContext,
  name: string,
  args: Json,
  allowed?: readonly ToolName[],
): Promise<ToolResult> {
  const { parts, turn, session } = context
  const step = await context.steps.take<ToolOutput>({
    kind: 'tool',
    name,
    input: args,
    async perform() {
      const plan = await runTool(
        {
          parts,
          conversation: turn.conversation.id,
          session,
          call: context.call,
          calendarSlots: calendarSlots(context),
        },
        context.checkArguments,
        { name, args, ...(allowed && { allowed }) },
      )
      const { result, unspoken } = plan
      const output = { result, session: plan.session, ...(unspoken?.length && { unspoken }) }
      if (!plan.write && !plan.choices?.length) return { output }
      context.offered = undefined
      return {
        output,
        async write(db) {
          const where = { conversation: turn.conversation.id, turn: turn.number }
          await insertChoices(parts.journal, db, where, plan.choices ?? [])
          return plan.write ? plan.write(db) : output
        },
      }
    },
  })
  context.session = step.session
  parts.counters.tool(name, isToolError(step.result) ? step.result.error.code : 'ok')
  context.offer = offerAfter(context, name, step)
  evaluate(context)
  return step.result
}
