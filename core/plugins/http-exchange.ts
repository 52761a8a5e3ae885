import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'

/** One request as it goes onto the wire. */
export interface Outgoing {
  url: URL
  method: string
  headers: Headers
  body: string | Uint8Array | ReadableStream<Uint8Array> | null
}

/** What bounds one exchange. */
export interface ExchangeLimits {
  /** To the headers, and between two pieces of the body. */
  timeoutMs: number
  maxResponseBytes: number
  signals: readonly (AbortSignal | undefined)[]
  /** Asked at the last moment before the first byte is written; an error here sends nothing. */
  beforeSending(): void
  /** The connection is free again. */
  onEnd(): void
  /** Names the failure for whoever reads the body. */
  bodyFailure(cause: unknown): Error
}

/** Why an exchange failed before its headers arrived. */
export interface ExchangeFailure {
  /** Something may have been written. */
  sent: boolean
  cause: unknown
}

/** What the exchange brought: a response, or how far it came. */
export type ExchangeOutcome = { response: Response } | { failure: ExchangeFailure }

/** Bodies up to this size are taken off the wire even when nobody reads them, which frees the connection. */
const BUFFER_BYTES = 1024 * 1024
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/**
 * Sends one request and hands its body through as it comes. The built-in `fetch` does the same with several times the
 * work per request; here undici's own callbacks feed the stream directly.
 */
export function exchange(dispatcher: Dispatcher, request: Outgoing, limits: ExchangeLimits): Promise<ExchangeOutcome> {
  return new Promise(resolve => {
    let sent = false
    let ended = false
    let answered = false
    let bytes = 0
    let controller: Dispatcher.DispatchController | undefined
    let sink: ReadableStreamDefaultController<Uint8Array> | undefined
    let abortReason: Error | undefined

    const end = () => {
      if (ended) return
      ended = true
      for (const signal of limits.signals) signal?.removeEventListener('abort', onAbort)
      limits.onEnd()
    }
    const fail = (cause: unknown) => {
      if (ended) return
      end()
      if (answered) sink?.error(limits.bodyFailure(cause))
      else resolve({ failure: { sent, cause } })
    }
    const abort = (reason: unknown) => {
      if (ended) return
      abortReason = reason instanceof Error ? reason : new Error('ended', { cause: reason })
      fail(abortReason)
      controller?.abort(abortReason)
    }
    const onAbort = () => abort(limits.signals.find(signal => signal?.aborted)?.reason)
    for (const signal of limits.signals) signal?.addEventListener('abort', onAbort)

    const bodyStream = () =>
      new ReadableStream<Uint8Array>(
        {
          start: created => {
            sink = created
          },
          pull: () => {
            if (controller?.paused) controller.resume()
          },
          cancel: () => {
            if (ended) return
            end()
            controller?.abort(new Error('the reader of the body left'))
          },
        },
        new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
      )

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (abortReason) return started.abort(abortReason)
        try {
          limits.beforeSending()
          sent = true
        } catch (error) {
          abort(error)
        }
      },
      onResponseStart(_, status, headers, statusText) {
        // 1xx come before the true answer.
        if (status < 200 || ended) return
        if (Number(headers['content-length']) > limits.maxResponseBytes) return abort(tooLarge(limits.maxResponseBytes))
        const empty = NO_BODY.has(status) || request.method === 'HEAD'
        const init = { status, statusText: statusText ?? '', headers: toHeaders(headers) }
        try {
          const response = new Response(empty ? null : plain(bodyStream(), init.headers, limits), init)
          answered = true
          resolve({ response })
        } catch (error) {
          abort(error)
        }
      },
      onResponseData(_, chunk) {
        if (ended) return
        bytes += chunk.byteLength
        if (bytes > limits.maxResponseBytes) return abort(tooLarge(limits.maxResponseBytes))
        sink?.enqueue(chunk)
        if (sink && (sink.desiredSize ?? 0) <= 0) controller?.pause()
      },
      onResponseEnd() {
        if (ended) return
        end()
        sink?.close()
      },
      onResponseError(_, error) {
        fail(error)
      },
    }

    if (limits.signals.some(signal => signal?.aborted)) return onAbort()
    try {
      dispatcher.dispatch(
        {
          origin: request.url.origin,
          path: request.url.pathname + request.url.search,
          method: request.method,
          headers: Object.fromEntries(request.headers),
          body: wireBody(request.body),
          headersTimeout: limits.timeoutMs,
          bodyTimeout: limits.timeoutMs,
        },
        handler,
      )
    } catch (error) {
      fail(error)
    }
  })
}

const tooLarge = (limit: number) => new Error(`the answer is larger than ${limit} bytes`)

/** We ask for no compression; some providers compress all the same. The size limit holds for what comes out, too. */
function plain(body: ReadableStream<Uint8Array>, headers: Headers, limits: ExchangeLimits): ReadableStream {
  const encoding = headers.get('content-encoding')
  if (encoding !== 'gzip' && encoding !== 'deflate') return body
  headers.delete('content-encoding')
  headers.delete('content-length')
  const unpacked: ReadableWritablePair<Uint8Array, Uint8Array> = new DecompressionStream(encoding)
  let bytes = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes <= limits.maxResponseBytes) controller.enqueue(chunk)
      else controller.error(limits.bodyFailure(tooLarge(limits.maxResponseBytes)))
    },
  })
  return body.pipeThrough(unpacked).pipeThrough(counted)
}

function wireBody(body: Outgoing['body']) {
  return body instanceof ReadableStream ? Readable.from(body) : body
}

function toHeaders(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers()
  for (const name in raw) {
    const value = raw[name]
    if (typeof value === 'string') headers.append(name, value)
    else for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}
