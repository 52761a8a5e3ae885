import type { Logger } from 'pino'
import type { Call, Clock, CodedError, Json, LlmInstance, LlmMessage, LlmRequest } from '../contract/index.ts'
import { codedError, isCodedError } from '../plugins/coded-error.ts'
import { attempt, type BrainAnswer } from './attempt.ts'
import { type Circuit, type CircuitOptions, createCircuit } from './circuit.ts'

export type { BrainAnswer } from './attempt.ts'

/** What is asked of whichever instance answers. */
export interface BrainRequest {
  /** `situation.memory` is filled in for each instance by itself. */
  request: LlmRequest
  /** Which instance wrote the message at this index; its opaque data goes to no other. Undefined: nobody's. */
  origin(messageIndex: number): string | undefined
  memoryOf(instance: string): Json | undefined
  /** The client has said nothing beside the media: whoever can't take them could only guess. */
  isMute?: boolean
  /** Who answered before in this turn: those that failed it are not asked again, each with a new wait. */
  from?: string
}

/** Who shows an answer while it comes. */
export interface BrainHooks {
  /** Whole sentences, in order. */
  onText(text: string): void
  /** Whether something of this answer was shown: no other instance takes it over then. */
  hasLeft(): boolean
  /** Nothing was shown, and another instance begins anew. */
  onRestart(): void
}

/** An instance's health, for `/readyz`. */
export interface BrainStatus {
  instance: string
  /** It is not asked at the moment. */
  open: boolean
  /** While it is open: when it is tried again, in milliseconds since the epoch. */
  until?: number
}

/** The ordered instances as one. */
export interface Brains {
  /** Whether any instance takes media of this type. */
  takes(mimeType: string): boolean
  /**
   * @throws the last instance's coded error when none answered, or the one's that had begun to speak; `unsupported` when
   *   none is left that takes what a mute client sent.
   */
  generate(input: BrainRequest, call: Call, hooks?: BrainHooks): Promise<BrainAnswer>
  status(): readonly BrainStatus[]
}

/** What `createBrains` needs. */
export interface BrainsOptions {
  clock: Clock
  log: Logger
  /** How long an instance may be silent before the next one takes over; 12 s. */
  timeoutMs?: number
  circuit?: CircuitOptions
}

interface Brain {
  instance: string
  llm: LlmInstance
  circuit: Circuit
}

const SILENCE_MS = 12_000
/** What an attempt leaves of the time for those after it. */
const SHARE = 0.7

/** Asks the first instance that is well; the next one takes over when it fails, and it gets its turn back after a rest. */
export function createBrains(
  instances: readonly { instance: string; llm: LlmInstance }[],
  options: BrainsOptions,
): Brains {
  const { clock, log, timeoutMs = SILENCE_MS } = options
  const brains = instances.map(entry => ({ ...entry, circuit: createCircuit(clock, options.circuit) }))

  return {
    takes: mimeType => instances.some(({ llm }) => llm.capabilities.media.includes(mimeType)),
    async generate(input, call, hooks) {
      let isPassedOver = false
      let unusable: BrainAnswer | undefined
      let failure: CodedError | undefined
      const said = () => hooks?.hasLeft() === true
      const first = brains.findIndex(({ instance }) => instance === input.from)
      for (const [index, brain] of brains.entries()) {
        if (index < first) continue
        if (clock.now() >= call.deadline || call.signal.aborted) break
        if (input.isMute && !takesAny(brain.llm, input.request)) {
          isPassedOver = true
          continue
        }
        if (!brain.circuit.enter()) continue
        const left = call.deadline - clock.now()
        const isLast = index === brains.length - 1
        const limits = {
          clock,
          call,
          silenceMs: timeoutMs,
          giveUpAt: isLast ? call.deadline : clock.now() + left * SHARE,
          say: (text: string) => hooks?.onText(text),
          said,
        }
        try {
          const answer = await attempt(brain, requestFor(brain, input), limits)
          recover(brain)
          if (said() || (answer.end !== 'blocked' && answer.end !== 'empty')) return answer
          unusable ??= answer
          log.info({ instance: brain.instance, end: answer.end }, 'brain gave no answer')
        } catch (error) {
          failure = coded(error)
          judge(brain, failure, call)
          if (said()) throw failure
        }
        hooks?.onRestart()
      }
      if (unusable) return unusable
      if (isPassedOver) throw codedError('unsupported', 'llm: no instance that can be asked takes this file')
      throw failure ?? noneLeft(call)
    },
    status: () =>
      brains.map(({ instance, circuit: { until } }) =>
        until === undefined ? { instance, open: false } : { instance, open: true, until },
      ),
  }

  function recover({ instance, circuit }: Brain) {
    if (circuit.until !== undefined) log.info({ instance }, 'brain is back')
    circuit.succeeded()
  }

  function judge({ instance, circuit }: Brain, failure: CodedError, call: Call) {
    // The caller left, or this one request is at fault: nothing is known about the instance.
    if (call.signal.aborted || failure.code === 'invalid' || failure.code === 'blocked') {
      circuit.left()
      log.debug({ instance, code: failure.code, err: failure }, 'brain gave no answer')
      return
    }
    const before = circuit.until
    circuit.failed(failure)
    const rests = circuit.until !== before && circuit.until !== undefined
    // The stack of a provider that is away says nothing; whoever needs it sets the log to debug.
    log.debug({ instance, err: failure }, 'brain failed, in full')
    const fields = { instance, code: failure.code, reason: failure.message }
    if (rests) log.warn({ ...fields, restMs: circuit.until - clock.now() }, 'brain rests')
    else log.info(fields, 'brain failed')
  }

  function noneLeft(call: Call): CodedError {
    if (call.signal.aborted) return codedError('unavailable', 'llm: ended by the caller', { cause: call.signal.reason })
    if (clock.now() >= call.deadline) return codedError('unavailable', 'llm: the deadline has passed')
    const until = Math.min(...brains.map(({ circuit }) => circuit.until ?? Number.POSITIVE_INFINITY))
    return codedError('unavailable', 'llm: every instance rests after failures; see the log for each one', {
      ...(Number.isFinite(until) && { retryAfterMs: Math.max(0, until - clock.now()) }),
    })
  }
}

/** A plugin's error without a code counts as `unavailable`: an answer is a read. */
function coded(error: unknown): CodedError {
  if (isCodedError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  return codedError('unavailable', message, { cause: error })
}

function takesAny({ capabilities: { media } }: LlmInstance, { messages }: LlmRequest): boolean {
  return messages.some(({ parts }) => parts.some(part => part.type === 'media' && media.includes(part.mimeType)))
}

function requestFor({ instance, llm }: Brain, { request, origin, memoryOf }: BrainRequest): LlmRequest {
  const messages = request.messages.map((message, index) =>
    withoutForeignMedia(origin(index) === instance ? message : withoutOpaque(message), llm.capabilities.media),
  )
  const { memory: _, ...situation } = request.situation
  const memory = memoryOf(instance)
  return { ...request, messages, situation: memory === undefined ? situation : { ...situation, memory } }
}

function withoutForeignMedia(message: LlmMessage, taken: readonly string[]): LlmMessage {
  if (!message.parts.some(part => part.type === 'media')) return message
  return { ...message, parts: message.parts.filter(part => part.type !== 'media' || taken.includes(part.mimeType)) }
}

function withoutOpaque(message: LlmMessage): LlmMessage {
  if (!message.parts.some(part => 'data' in part)) return message
  const parts = message.parts.flatMap(part => {
    if (part.type === 'data') return []
    if (!('data' in part)) return part
    const { data: _, ...rest } = part
    return rest
  })
  return { ...message, parts }
}
