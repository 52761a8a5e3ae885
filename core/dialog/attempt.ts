import type { Call, Clock, Json, LlmEvent, LlmInstance, LlmPart, LlmRequest, Usage } from '../contract/index.ts'
import { codedError } from '../plugins/coded-error.ts'
import { createSentences } from './sentences.ts'

/** One whole answer of one instance. */
export interface BrainAnswer {
  instance: string
  parts: readonly LlmPart[]
  end: Extract<LlmEvent, { type: 'end' }>['reason']
  usage?: Usage
  memory?: Json
  handover?: boolean
  withdraw?: 'summary' | 'booking'
  asksConsent?: boolean
}

/** What bounds one attempt. */
export interface AttemptLimits {
  clock: Clock
  call: Call
  /** Until the first event, and between two events. */
  silenceMs: number
  /** When the attempt must be over unless something of it has been said. */
  giveUpAt: number
  /** Whole sentences, as they come. */
  say(text: string): void
  /** Something of this answer has left core. */
  said(): boolean
}

/**
 * Reads one answer to its end. Gives up by itself when the instance falls silent: an instance need not obey its signal.
 * @throws coded errors; `unavailable` for silence and for an answer without an end.
 */
export async function attempt(
  { instance, llm }: { instance: string; llm: LlmInstance },
  request: LlmRequest,
  limits: AttemptLimits,
): Promise<BrainAnswer> {
  const watch = watchSilence(instance, limits)
  const sentences = createSentences(limits.say)
  const parts: LlmPart[] = []
  let events: AsyncIterator<LlmEvent> | undefined
  try {
    events = llm.generate(request, { signal: watch.signal, deadline: limits.call.deadline })[Symbol.asyncIterator]()
    for (;;) {
      const { value, done } = await Promise.race([events.next(), watch.gaveUp])
      if (done) throw codedError('unavailable', `${instance}: the answer has no end`)
      watch.heard()
      if (value.type === 'end') {
        if (value.reason !== 'blocked' && value.reason !== 'empty') sentences.flush()
        return answerOf(instance, parts, value)
      }
      addPart(parts, value)
      if (value.type === 'text') sentences.add(value.delta)
    }
  } finally {
    watch.end()
    // Not awaited: what has fallen silent may never return.
    events?.return?.().catch(() => undefined)
  }
}

function answerOf(instance: string, parts: LlmPart[], end: Extract<LlmEvent, { type: 'end' }>): BrainAnswer {
  const { usage, memory, handover, withdraw, asksConsent } = end
  return {
    instance,
    parts,
    end: end.reason,
    ...(usage && { usage }),
    ...(memory !== undefined && { memory }),
    ...(handover !== undefined && { handover }),
    ...(withdraw !== undefined && { withdraw }),
    ...(asksConsent !== undefined && { asksConsent }),
  }
}

/** Pieces of one text become one part; a piece with opaque data stays its own, since the data speaks for it alone. */
function addPart(parts: LlmPart[], event: Exclude<LlmEvent, { type: 'end' }>) {
  if (event.type !== 'text') {
    parts.push(event)
    return
  }
  const { delta: text, data } = event
  const last = parts.at(-1)
  if (data !== undefined) parts.push({ type: 'text', text, data })
  else if (last?.type === 'text' && last.data === undefined) {
    parts[parts.length - 1] = { type: 'text', text: last.text + text }
  } else parts.push({ type: 'text', text })
}

function watchSilence(instance: string, { clock, call, silenceMs, giveUpAt, said }: AttemptLimits) {
  const ending = new AbortController()
  const over = new AbortController()
  let heardAt = clock.now()
  let giveUp: (reason: unknown) => void = () => {}
  const gaveUp = new Promise<never>((_, reject) => {
    giveUp = reason => {
      reject(reason)
      ending.abort(reason)
    }
  })
  gaveUp.catch(() => undefined)
  const onAbort = () =>
    giveUp(codedError('unavailable', `${instance}: ended by the caller`, { cause: call.signal.reason }))
  call.signal.addEventListener('abort', onAbort)
  if (call.signal.aborted) onAbort()

  const limit = () => Math.min(heardAt + silenceMs, said() ? call.deadline : giveUpAt)
  const watch = async () => {
    while (clock.now() < limit()) await clock.sleep(limit() - clock.now(), over.signal)
    giveUp(codedError('unavailable', `${instance}: no answer within ${clock.now() - heardAt} ms`))
  }
  watch().catch(() => undefined)

  return {
    signal: ending.signal,
    gaveUp,
    heard() {
      heardAt = clock.now()
    },
    end() {
      call.signal.removeEventListener('abort', onAbort)
      over.abort(ENDED)
    },
  }
}

/** Given as a reason so that no exception with a stack is made for every answer. */
const ENDED = 'ended'
