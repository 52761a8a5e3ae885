import { useChoice } from '../journal/choice.ts'
import { finishTurn } from '../journal/finish.ts'
import { newId } from '../journal/ids.ts'
import { findOperation } from '../journal/operation.ts'
import { type ClaimedTurn, releaseTurn } from '../journal/turn.ts'
import { LeaseLost } from '../journal/work.ts'
import { BY_HAND } from '../ledger/by-hand.ts'
import { answer } from './answer.ts'
import { beginAnew, isIdle, noteClient } from './client-facts.ts'
import { Superseded } from './commit.ts'
import { createDrafts, type Drafts, NO_DRAFTS } from './drafts.ts'
import { callsDeskBack, handOver, hasPersonWritten, sayWaiting, sayWithPerson } from './handover.ts'
import { hear } from './heard.ts'
import type { Meaning } from './meaning.ts'
import { withNumber } from './numbered.ts'
import { tellOutcome } from './outcome.ts'
import type { DialogParts } from './parts.ts'
import { asksForPerson } from './person.ts'
import { pressedChoices } from './press.ts'
import { passPrivacy } from './privacy.ts'
import { repliesOf } from './reply.ts'
import type { Session } from './session.ts'
import { createSteps } from './steps.ts'
import type { CheckArguments } from './tools/run-tool.ts'
import { evaluate, sayText, type TurnContext } from './turn-context.ts'
import { keepCompany } from './waiting.ts'

/** Longer than this nobody waits for an answer. */
const TURN_WITHIN_MS = 55_000

/** What became of a turn. */
export interface TurnEnd {
  conversation: string
  turn: number
  session: Session
  /** Its end made other work due. */
  isWorkDue: boolean
  /** The messages that it said. */
  said: ReturnType<typeof repliesOf>
}

function draftsOf(parts: DialogParts, { conversation }: ClaimedTurn, signal: AbortSignal): Drafts {
  const { instance, address } = conversation
  const draft = parts.draftOf(instance)
  if (!draft) return NO_DRAFTS
  const { textLength } = parts.capabilitiesOf(instance)
  const key = newId()
  return createDrafts({
    clock: parts.clock,
    signal,
    textLength,
    send: (text, call) => draft({ address, text, key }, call),
  })
}

function beginContext(
  parts: DialogParts,
  turn: ClaimedTurn,
  session: Session,
  checkArguments: CheckArguments,
  signal: AbortSignal,
): TurnContext {
  return {
    parts,
    turn,
    session,
    checkArguments,
    call: { signal, deadline: parts.clock.now() + TURN_WITHIN_MS },
    steps: createSteps(parts, turn),
    drafts: draftsOf(parts, turn, signal),
    mode: turn.conversation.mode,
    said: [],
    choices: [],
    offer: undefined,
    asksContact: false,
    isGreeted: false,
    times: { wish: '', slots: [] },
    offered: turn.number === 1 ? [] : undefined,
    used: [],
  }
}

async function tellOutcomes(context: TurnContext, operations: readonly string[]): Promise<void> {
  const { journal } = context.parts
  for (const id of new Set(operations)) {
    const operation = await findOperation(journal, journal.db, id)
    // A turn of before may have told it: it ended while the outcome was being stored.
    if (!operation || operation.toldAt !== undefined) continue
    await tellOutcome(context, operation)
    // What a person was called for is decided; where they have written the talking stays theirs.
    if (operation.reason === BY_HAND && !(await hasPersonWritten(context))) context.mode = 'auto'
  }
}

async function converse(context: TurnContext): Promise<void> {
  const heard = await withNumber(context, hear(context.turn))
  noteClient(context, heard)
  const isAnew = isIdle(context)
  const isBeginning = isAnew || context.session.endedAt === 0
  if (isAnew) {
    beginAnew(context)
    context.mode = 'auto'
    evaluate(context, 'idle')
  }
  await tellOutcomes(context, heard.outcomes)
  const hasSpoken = context.turn.messages.some(({ author }) => author === 'client')
  if (!hasSpoken) return
  const choices = await pressedChoices(context, heard.pressed)
  const isPressed = (kind: Meaning['kind']) => choices.some(({ meaning }) => meaning.kind === kind)
  // Where a person has taken over the desk is silent, unless the client calls it back or a long time has passed.
  if (context.mode === 'staff' && !isPressed('desk')) {
    if (!callsDeskBack(context, heard)) return (await hasPersonWritten(context)) ? undefined : sayWaiting(context)
    context.mode = 'auto'
    if (heard.commands.length === 0) return sayText(context, 'desk.back')
  }
  context.mode = 'auto'

  // The first message is answered in the state with which a conversation begins.
  if (!isBeginning) evaluate(context)
  if (isPressed('human') || heard.commands.includes('human') || heard.texts.some(asksForPerson)) {
    context.used.push(...heard.pressed)
    return handOver(context)
  }
  const passed = await passPrivacy(context, heard, isPressed('agree'))
  if (passed) await answer(context, passed)
}

/** A failed turn says so and ends: it must not block the conversation, and nothing it did is lost. */
function apologize(context: TurnContext, error: unknown): void {
  context.parts.log.error({ err: error, conversation: context.turn.conversation.id }, 'a turn failed')
  context.said = []
  context.choices = []
  sayWithPerson(context, 'turn.failed')
}

/** A turn that failed so often in the middle or at its end fails again as it is: it says so, and its client can go on. */
const MAX_ATTEMPTS = 8

/** Runs one turn from its stamped messages to its end; undefined when it was given back. */
export async function runTurn(
  parts: DialogParts,
  turn: ClaimedTurn,
  checkArguments: CheckArguments,
  signal: AbortSignal,
): Promise<TurnEnd | undefined> {
  const { journal, clock, counters } = parts
  const startedAt = clock.now()
  const session: Session = JSON.parse(turn.conversation.session)
  const context = beginContext(parts, turn, session, checkArguments, signal)
  const leave = keepCompany(context)
  try {
    const { attempts } = turn.claim
    if (attempts > MAX_ATTEMPTS) throw new Error(`a turn did not come to its end in ${attempts - 1} attempts`)
    await converse(context)
  } catch (error) {
    if (error instanceof LeaseLost || signal.aborted) throw error
    if (error instanceof Superseded) {
      await journal.write(db => releaseTurn(journal, db, turn))
      counters.turn('superseded', clock.now() - startedAt)
      return undefined
    }
    apologize(context, error)
    counters.turn('failed', clock.now() - startedAt)
  } finally {
    await context.drafts.end()
    await leave()
  }
  return finish(context, startedAt)
}

async function finish(context: TurnContext, startedAt: number): Promise<TurnEnd> {
  const { parts, turn } = context
  const { journal, clock, counters } = parts
  const channel = parts.capabilitiesOf(turn.conversation.instance)
  const { numbered: _, ...rest } = context.session
  const said = context.said.flatMap(utterance => repliesOf(utterance, rest, channel))
  const last = said.at(-1)
  const session: Session = {
    ...rest,
    endedAt: clock.now(),
    ...(last && last.numbered.length > 0 && { numbered: { message: last.id, tokens: last.numbered } }),
  }
  const buttons = new Map(
    said.flatMap(({ id, message }) => (message.choices?.options ?? []).map(({ id: token }) => [token, id])),
  )
  const choices = context.choices.map(choice => {
    const message = buttons.get(choice.token)
    return message === undefined ? choice : { ...choice, message }
  })
  await parts.reach('finish.before')
  const isWorkDue = await journal.write(async db => {
    await context.steps.flush(db)
    for (const token of context.used) await useChoice(journal, db, turn.conversation.id, token)
    return finishTurn(journal, db, turn, {
      state: session.state,
      session: JSON.stringify(session),
      mode: context.mode,
      replies: said,
      choices,
      isStoredDelivery: channel.delivery === 'stored',
      ...(session.client.verifiedPhone !== undefined && { person: session.client.verifiedPhone }),
    })
  })
  await parts.reach('finish.stored')
  counters.turn(said.length > 0 ? 'answered' : 'silent', clock.now() - startedAt)
  return { conversation: turn.conversation.id, turn: turn.number, session, isWorkDue, said }
}
