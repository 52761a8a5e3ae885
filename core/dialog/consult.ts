import type { Json, LlmMessage, LlmPart } from '../contract/index.ts'
import { spokenBefore } from '../journal/history.ts'
import type { BrainAnswer } from './brains.ts'
import { offerConsent } from './commit.ts'
import { handOver, sayWithPerson } from './handover.ts'
import { askedByBrain } from './offer.ts'
import { situationOf } from './situation.ts'
import { offeredTools } from './tools/definitions.ts'
import { evaluate, say, sayPending, type TurnContext, useTool } from './turn-context.ts'

/** One answer of a model, all take-overs included. */
const ANSWER_WITHIN_MS = 40_000

/** Longer answers than this are no conversation. */
const MAX_ANSWER = 4_000

/** The model's messages with the instance that wrote each. */
interface Transcript {
  messages: LlmMessage[]
  origins: (string | undefined)[]
}

async function transcriptOf({ parts, turn }: TurnContext, text: string): Promise<Transcript> {
  const before = turn.messages[0]?.seq ?? 0
  const { historyMessages } = parts.config.dialog
  const spoken = await spokenBefore(parts.journal, turn.conversation.id, before, historyMessages)
  const messages: LlmMessage[] = []
  for (const { author, text: line } of [...spoken, { author: 'client' as const, text }]) {
    const role = author === 'client' ? 'client' : 'desk'
    const last = messages.at(-1)
    // Models want the roles to alternate.
    if (last?.role === role)
      messages[messages.length - 1] = { role, parts: [...last.parts, { type: 'text', text: line }] }
    else messages.push({ role, parts: [{ type: 'text', text: line }] })
  }
  return { messages, origins: messages.map(() => undefined) }
}

async function ask(context: TurnContext, { messages, origins }: Transcript): Promise<BrainAnswer> {
  const { parts, turn, session, call } = context
  const catalogue = await parts.catalogue(call, session.locale).catch(() => undefined)
  const situation = await situationOf(parts, { id: turn.conversation.id, turn: turn.number }, session, catalogue)
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
        },
        { signal: call.signal, deadline },
      )
      return { output }
    },
    mayWait: output => !output.parts.some(part => part.type === 'call'),
  })
  parts.counters.llm(answer.instance, answer.end, answer.usage)
  if (answer.memory !== undefined)
    context.session = { ...context.session, memory: { ...context.session.memory, [answer.instance]: answer.memory } }
  return answer
}

function textOf(parts: readonly LlmPart[]): string {
  return (
    parts
      .map(part => (part.type === 'text' ? part.text : ''))
      .join('')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .trim()
      .slice(0, MAX_ANSWER)
  )
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
    results.push({ type: 'result', id, name, result: JSON.parse(JSON.stringify(result)) as Json })
  }
  transcript.messages.push({ role: 'tool', parts: results })
  transcript.origins.push(undefined)
  return 'go on'
}

/** Asks the models what to say: tool calls and their results until there is a text, within the turn's steps. */
export async function consult(context: TurnContext, text: string): Promise<void> {
  const { parts } = context
  const transcript = await transcriptOf(context, text)
  while (context.steps.count() < parts.config.dialog.maxSteps) {
    let answer: BrainAnswer
    try {
      answer = await ask(context, transcript)
    } catch (error) {
      if (context.call.signal.aborted) throw error
      parts.log.error({ err: error }, 'no model answered')
      return sayWithPerson(context, 'llm.unavailable')
    }
    if (answer.handover) return handOver(context)
    if (answer.parts.some(part => part.type === 'call')) {
      if ((await runCalls(context, transcript, answer)) === 'ended') return
      continue
    }
    const said = textOf(answer.parts)
    if (answer.end === 'blocked') return sayWithPerson(context, 'llm.blocked')
    if (said === '') return sayWithPerson(context, 'llm.empty')
    evaluate(context)
    return say(context, { text: said }, context.offer && askedByBrain(context.offer))
  }
  parts.log.warn({ steps: context.steps.count() }, 'a turn used up its steps')
  sayWithPerson(context, 'llm.looping')
}
