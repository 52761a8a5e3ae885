import type { Json, LlmMessage, LlmPart } from '../contract/index.ts'
import { spokenBefore, spokenElsewhere } from '../journal/history.ts'
import { codeOf } from '../ledger/error-code.ts'
import { filesIn, textOf } from './answer-text.ts'
import type { BrainAnswer } from './brains.ts'
import { offerConsent, withdraw } from './commit.ts'
import { handOver, sayWithPerson } from './handover.ts'
import { sayModelText } from './model-text.ts'
import { offeredBefore, situationOf } from './situation.ts'
import { offeredTools } from './tools/definitions.ts'
import { wordsOf } from './truth/spoken-truth.ts'
import { conversationsOfTurn, sayPending, sayText, type TurnContext, useTool } from './turn-context.ts'

/** One answer of a model, all take-overs included. */
const ANSWER_WITHIN_MS = 40_000

/** What the contract allows an instance to remember. */
const MAX_MEMORY = 4_096

/** What was said on another channel: not longer ago, since a phone may have gone to somebody else, and not more of it. */
const ELSEWHERE_FOR_MS = 30 * 86_400_000
const ELSEWHERE_MESSAGES = 12
const ELSEWHERE_LENGTH = 300

/** The model's messages with the instance that wrote each. */
interface Transcript {
  messages: LlmMessage[]
  origins: (string | undefined)[]
  /** Who answered last in this turn. */
  speaker?: string
}

/**
 * What the client and the desk said elsewhere, as a note of the desk: it stands before the dialog and is no wish that waits
 * for an answer.
 */
async function noteOfElsewhere(context: TurnContext): Promise<readonly LlmMessage[]> {
  const { parts, turn, session } = context
  const [conversation, ...others] = await conversationsOfTurn(context)
  if (conversation === undefined || others.length === 0) return []
  const until = turn.messages[0]?.at ?? parts.clock.now()
  const limits = { since: until - ELSEWHERE_FOR_MS, until, limit: ELSEWHERE_MESSAGES }
  const said = await spokenElsewhere(parts.journal, others, limits)
  if (said.length === 0) return []
  const lines = said.map(({ author, text }) =>
    parts.say(session.locale, 'elsewhere.line', { author, text: text.replace(/\s+/g, ' ').slice(0, ELSEWHERE_LENGTH) }),
  )
  const text = [parts.say(session.locale, 'elsewhere'), ...lines].join('\n')
  return [{ role: 'desk', parts: [{ type: 'text', text }] }]
}

async function transcriptOf(context: TurnContext, { text, media = [] }: Question): Promise<Transcript> {
  const { parts, turn } = context
  const before = turn.messages[0]?.seq ?? 0
  const { historyMessages } = parts.config.dialog
  const [elsewhere, spoken] = await Promise.all([
    noteOfElsewhere(context),
    spokenBefore(parts.journal, turn.conversation.id, before, historyMessages),
  ])
  const messages: LlmMessage[] = [...elsewhere]
  for (const { author, text: line } of [...spoken, { author: 'client' as const, text }]) {
    const role = author === 'client' ? 'client' : 'desk'
    const last = messages.at(-1)
    // Models want the roles to alternate.
    if (last?.role === role)
      messages[messages.length - 1] = { role, parts: [...last.parts, { type: 'text', text: line }] }
    else messages.push({ role, parts: [{ type: 'text', text: line }] })
  }
  const asked = messages.at(-1)
  if (asked && media.length > 0) messages[messages.length - 1] = { ...asked, parts: [...asked.parts, ...media] }
  return { messages, origins: messages.map(() => undefined) }
}

async function ask(context: TurnContext, transcript: Transcript, isMute: boolean): Promise<BrainAnswer> {
  const { parts, turn, session, call } = context
  const { messages, origins, speaker } = transcript
  const catalogue = await parts.catalogue(call, session.locale).catch(() => undefined)
  const conversation = turn.conversation.id
  context.offered ??= await offeredBefore(parts, conversation, turn.number)
  const situation = await situationOf(parts, { conversation, session, catalogue, offered: context.offered })
  const state = parts.config.dialog.states[session.state]
  const answer = await context.steps.take<BrainAnswer>({
    kind: 'llm',
    name: 'generate',
    input: { state: session.state },
    async perform() {
      const deadline = Math.min(call.deadline, parts.clock.now() + ANSWER_WITHIN_MS)
      const output = await parts.brains.generate(
        {
          request: {
            system: parts.prompts.system(situation),
            messages,
            tools: offeredTools(state?.tools ?? [], parts.crm.capabilities),
            situation,
          },
          origin: index => origins[index],
          memoryOf: instance => session.memory[instance],
          ...(isMute && { isMute }),
          ...(speaker !== undefined && { from: speaker }),
        },
        { signal: call.signal, deadline },
        context.drafts.begin(wordsOf(context, messages)),
      )
      return { output }
    },
    mayWait: output => !output.parts.some(part => part.type === 'call'),
  })
  transcript.speaker = answer.instance
  parts.counters.llm(answer.instance, answer.end, answer.usage)
  const { memory } = answer
  if (memory === undefined) return answer
  if (JSON.stringify(memory).length > MAX_MEMORY)
    parts.log.warn({ instance: answer.instance }, 'an LLM wants to remember more than 4 kB; it is not kept')
  else context.session = { ...context.session, memory: { ...context.session.memory, [answer.instance]: memory } }
  return answer
}

type Outcome = 'go on' | 'ended'

/** Runs the calls of an answer in their order; a summary that was put to the client ends the turn. */
async function runCalls(context: TurnContext, transcript: Transcript, answer: BrainAnswer): Promise<Outcome> {
  const calls = answer.parts.filter(part => part.type === 'call')
  transcript.messages.push({ role: 'desk', parts: answer.parts })
  transcript.origins.push(answer.instance)
  const results: LlmPart[] = []
  const { maxSteps } = context.parts.config.dialog
  for (const { id, name, args } of calls) {
    if (context.steps.count() >= maxSteps) return 'go on'
    const allowed = context.parts.config.dialog.states[context.session.state]?.tools ?? []
    const result = await useTool(context, name, args, allowed)
    const isConsentAsked = 'status' in result && result.status === 'consent_asked'
    const isConsentNeeded = 'error' in result && result.error.code === 'consent_needed'
    if (isConsentAsked || isConsentNeeded) {
      sayPending(context, offerConsent)
      return 'ended'
    }
    if ('error' in result && result.error.code === 'client_needed') {
      // Name and phone come next: buttons for a time would lead away from them.
      context.offer = undefined
      context.asksContact = result.error.missing?.includes('phone') === true
    }
    results.push({ type: 'result', id, name, result: JSON.parse(JSON.stringify(result)) as Json })
  }
  transcript.messages.push({ role: 'tool', parts: results })
  transcript.origins.push(undefined)
  return 'go on'
}

/** What a model is asked with. */
interface Question {
  text: string
  /** What the client sent beside the words. */
  media?: readonly LlmPart[]
  /** There are no words: the text only names the files. */
  isMute?: boolean
}

/** Asks the models what to say: tool calls and their results until there is a text, within the turn's steps. */
export async function consult(context: TurnContext, asked: string | Question): Promise<void> {
  const { parts } = context
  const question = typeof asked === 'string' ? { text: asked } : asked
  const transcript = await transcriptOf(context, question)
  while (context.steps.count() < parts.config.dialog.maxSteps) {
    let answer: BrainAnswer
    try {
      answer = await ask(context, transcript, question.isMute === true)
    } catch (error) {
      if (context.call.signal.aborted) throw error
      if (codeOf(error, 'unavailable') === 'unsupported') return sayText(context, 'media.unsupported')
      parts.log.error({ err: error }, 'no model answered')
      return sayWithPerson(context, 'llm.unavailable')
    }
    if (answer.handover) {
      const { text: before } = await wordsOf(context, transcript.messages)(textOf(answer.parts))
      return handOver(context, { before })
    }
    if (answer.parts.some(part => part.type === 'call')) {
      if ((await runCalls(context, transcript, answer)) === 'ended') return
      continue
    }
    if (answer.withdraw) await withdraw(context, answer.withdraw)
    const said = textOf(answer.parts)
    if (answer.end === 'blocked') return sayWithPerson(context, 'llm.blocked')
    const asksConsent = answer.asksConsent === true && context.session.pending !== undefined
    if (said === '' && !asksConsent) return sayWithPerson(context, 'llm.empty')
    return sayModelText(context, { text: said, files: filesIn(answer.parts), asksConsent }, transcript.messages)
  }
  parts.log.warn({ steps: context.steps.count() }, 'a turn used up its steps')
  sayWithPerson(context, 'llm.looping')
}
