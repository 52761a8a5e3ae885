import type { Logger } from 'pino'
import type { Dispatcher } from 'undici'
import type { Clock, Http, HttpOptions, RateLimit } from '../contract/index.ts'
import { codedError, isCodedError } from './coded-error.ts'
import { type ExchangeFailure, exchange, type Outgoing } from './http-exchange.ts'
import type { Bucket, LimitRegistry } from './http-limit.ts'
import { isRedirect, redirected, requestOf } from './http-request.ts'

/** What `createHttp` needs. */
export interface HttpParts {
  clock: Clock
  /** Ends all connections when it aborts. */
  signal: AbortSignal
  limits: LimitRegistry
  log?: Logger
  /** Goes out as `user-agent` where the plugin names none. */
  userAgent?: string
  /** Answers larger than this are refused; 32 MiB when left out. */
  maxResponseBytes?: number
  /** From the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`. */
  proxy?: { httpProxy?: string; httpsProxy?: string; noProxy?: string }
  random?: () => number
}

const ATTEMPT_MS = 10_000
const CONNECT_MS = 5_000
const KEEP_ALIVE_MS = 20_000
const RETRIES = 2
const REDIRECTS = 5
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024
const FIRST_BACK_OFF_MS = 200
/** A provider that asks for more patience than this gets no automatic repetition: the plugin sees its 429. */
const LONGEST_RETRY_AFTER_MS = 15_000
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const WORTH_REPEATING: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** Makes a `context.http`. undici is loaded with the first request: a desk that talks to nobody does without it. */
export function createHttp(parts: HttpParts): Http {
  let dispatcher: Promise<Dispatcher> | undefined
  const connections = () => {
    dispatcher ??= openConnections(parts)
    return dispatcher
  }
  return httpUnder(undefined)

  function httpUnder(bucket: Bucket | undefined): Http {
    const send = (url: string | URL, init: RequestInit = {}, options: HttpOptions = {}) =>
      sendRequest({ parts, connections, bucket, options, init }, requestOf(url, init, parts.userAgent ?? 'aiadmin'))
    return Object.assign(send, { limit: (limit: RateLimit) => httpUnder(parts.limits.bucket(limit)) })
  }
}

async function openConnections({ signal, proxy }: HttpParts): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('undici')
  const options = { connect: { timeout: CONNECT_MS }, keepAliveTimeout: KEEP_ALIVE_MS }
  const agent = proxy ? new EnvHttpProxyAgent({ ...options, ...proxy }) : new Agent(options)
  const close = () => void agent.destroy().catch(() => undefined)
  if (signal.aborted) close()
  else signal.addEventListener('abort', close, { once: true })
  return agent
}

interface Sending {
  parts: HttpParts
  connections(): Promise<Dispatcher>
  bucket: Bucket | undefined
  options: HttpOptions
  init: RequestInit
}

async function sendRequest(sending: Sending, pending: Promise<Outgoing>): Promise<Response> {
  let request = await pending
  const mayRedirect = SAFE.has(request.method) && (sending.init.redirect ?? 'follow') === 'follow'
  for (let followed = 0; ; followed += 1) {
    const response = await sendWithRetries(sending, request)
    if (!mayRedirect || !isRedirect(response)) return response
    if (followed === REDIRECTS) {
      throw codedError('unavailable', `${request.url.host} redirected more than ${REDIRECTS} times`)
    }
    await response.body?.cancel()
    request = redirected(request, response)
  }
}

async function sendWithRetries(sending: Sending, request: Outgoing): Promise<Response> {
  const { parts, options } = sending
  const retries = SAFE.has(request.method) ? (options.retries ?? RETRIES) : 0
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptOnce(sending, request)
    const mayRepeat = attempt < retries && ('error' in outcome ? outcome.repeatable : worthRepeating(outcome.response))
    const waitMs = mayRepeat ? patience(outcome, attempt, parts) : undefined
    if (waitMs === undefined || !leavesTime(waitMs, sending)) {
      if ('error' in outcome) throw outcome.error
      return outcome.response
    }
    if ('response' in outcome) await outcome.response.body?.cancel()
    parts.log?.debug({ host: request.url.host, attempt: attempt + 1, waitMs }, 'request repeated')
    await parts.clock.sleep(waitMs, options.call?.signal).catch(cause => {
      throw unsent(request, cause)
    })
  }
}

type Attempt = { response: Response } | { error: Error; repeatable: boolean }

async function attemptOnce(sending: Sending, request: Outgoing): Promise<Attempt> {
  const { parts, connections, bucket, options, init } = sending
  const call = options.call
  const refuseWhenLate = () => {
    if (call && parts.clock.now() >= call.deadline) {
      throw codedError('unavailable', `${request.url.host}: the deadline passed before the request; nothing was sent`)
    }
  }
  try {
    refuseWhenLate()
    if (call?.signal.aborted) throw call.signal.reason
    const dispatcher = await connections()
    const release = await bucket?.acquire(call)
    const outcome = await exchange(dispatcher, request, {
      timeoutMs: options.timeoutMs ?? ATTEMPT_MS,
      maxResponseBytes: parts.maxResponseBytes ?? MAX_RESPONSE_BYTES,
      signals: [call?.signal, init.signal ?? undefined],
      beforeSending: refuseWhenLate,
      onEnd: () => release?.(),
      bodyFailure: cause => failed(request, { sent: true, cause }),
    })
    if ('response' in outcome) return outcome
    return { error: failed(request, outcome.failure), repeatable: !ends(sending) }
  } catch (error) {
    return { error: isCodedError(error) ? error : unsent(request, error), repeatable: false }
  }
}

const ends = ({ options, init, parts }: Sending) =>
  options.call?.signal.aborted === true || init.signal?.aborted === true || parts.signal.aborted

const worthRepeating = (response: Response) => WORTH_REPEATING.has(response.status)

const leavesTime = (waitMs: number, { parts, options }: Sending) =>
  options.call === undefined || parts.clock.now() + waitMs < options.call.deadline

/** How long to wait before the next attempt; undefined when the provider wants more than we wait. */
function patience(outcome: Attempt, attempt: number, { clock, random = Math.random }: HttpParts): number | undefined {
  const asked = 'response' in outcome ? retryAfterMs(outcome.response, clock.now()) : undefined
  if (asked !== undefined) return asked <= LONGEST_RETRY_AFTER_MS ? asked : undefined
  // Full jitter: those who failed together shall not come back together.
  return FIRST_BACK_OFF_MS * 2 ** attempt * (0.5 + random() / 2)
}

/** `Retry-After` as milliseconds from now: it comes in seconds or as a date. */
function retryAfterMs(response: Response, now: number): number | undefined {
  const value = response.headers.get('retry-after')
  if (value === null) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

// Only the host is named: paths and queries carry tokens (Telegram's), phones and names.
const unsent = ({ url }: Outgoing, cause: unknown) =>
  codedError('unavailable', `${url.host}: nothing was sent${because(cause)}`, { cause })

function failed(request: Outgoing, { sent, cause }: ExchangeFailure): Error {
  if (!sent && isCodedError(cause)) return cause
  if (!sent) return codedError('unavailable', `${request.url.host} can't be reached${because(cause)}`, { cause })
  return SAFE.has(request.method)
    ? codedError('unavailable', `${request.url.host} did not answer${because(cause)}`, { cause })
    : codedError('unknown_outcome', `${request.url.host} did not answer what was sent to it${because(cause)}`, {
        cause,
      })
}

function because(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  const words = code === undefined ? undefined : TROUBLES[code]
  return `: ${words === undefined ? (code ?? cause.message) : `${words} (${code})`}`
}

/** What an operator can't be expected to know by its code. */
const TROUBLES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at this port',
  EAI_AGAIN: 'no name can be looked up; is there a network?',
  ENOTFOUND: 'there is no such host',
  ENETUNREACH: 'is there a network?',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody known; name the authority in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is signed by nobody known; name the authority in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is signed by nobody known; name the authority in NODE_EXTRA_CA_CERTS',
}
