import { PassThrough } from 'node:stream'
import type { ConversationView, Desk, PluginContext } from '../../../core/contract/index.ts'
import type { Hints } from '../stored/hints.ts'
import type { Config } from './config.ts'
import type { Drafts } from './drafts.ts'
import { writeHistory } from './history.ts'

/** What a page hears at once; messages themselves are always read from the journal. */
export type Hint = { kind: 'message' } | { kind: 'typing' } | { kind: 'draft'; key: string; text: string }

// A browser keeps six connections to one host; more tabs than this would leave none to send with.
const STREAMS_OF_ONE_VISITOR = 3
// A hint of another process can be lost: then the journal tells, this much later.
const REREAD_BUSY_MS = 1_000
// Below the 30 s after which common proxies close a silent connection.
const REREAD_IDLE_MS = 15_000
const UNREAD_BYTES = 256 * 1024

/** The live connections of the chat's pages. */
export interface Streams {
  /** A stream of server-sent events about the messages after `after`. */
  open(address: string, after: number): PassThrough
  closeAll(): void
}

/** What the streams of an instance are made of. */
export interface StreamsOptions {
  context: PluginContext<Config>
  hints: Hints<Hint>
  drafts: Drafts
  desk(): Desk
}

/** Makes the streams of one instance. */
export function createStreams({ context, hints, drafts, desk }: StreamsOptions): Streams {
  const open = new Map<string, PassThrough[]>()
  const api = `/api/v1/${context.instance}`

  function forget(address: string, stream: PassThrough): void {
    const left = (open.get(address) ?? []).filter(other => other !== stream)
    if (left.length > 0) open.set(address, left)
    else open.delete(address)
  }

  async function feed(stream: PassThrough, address: string, after: number): Promise<void> {
    const closed = new AbortController()
    stream.once('close', () => closed.abort())
    let wake = new AbortController()
    const leave = hints.listen(address, hint => {
      if (hint.kind === 'message') wake.abort()
      else if (hint.kind === 'typing') write(stream, 'typing', {})
      else write(stream, 'draft', { key: hint.key, text: hint.text })
    })

    let last: { seq: number; answered: number; busy: boolean; mode: string } | undefined
    try {
      while (!stream.writableEnded && !stream.destroyed) {
        wake = new AbortController()
        const view = await readView(address, last?.seq ?? after)
        const history = writeHistory(view, last?.seq ?? after, api)
        const { busy, mode, answered } = history
        const isNews =
          history.messages.length > 0 || last?.busy !== busy || last.mode !== mode || last.answered !== answered
        if (isNews) write(stream, 'history', history, history.after)
        else write(stream, 'ping', {})
        // Who opens the page in the middle of an answer reads it from where it is.
        const draft = last || !busy ? undefined : drafts.of(address)
        if (draft) write(stream, 'draft', draft)
        last = { seq: history.after, answered, busy, mode }
        const restMs = busy ? REREAD_BUSY_MS : REREAD_IDLE_MS
        await context.clock.sleep(restMs, AbortSignal.any([closed.signal, wake.signal])).catch(() => undefined)
      }
    } finally {
      leave()
    }
  }

  const readView = (address: string, after: number): Promise<ConversationView | undefined> =>
    desk().conversation({ address, after })

  return {
    open(address, after) {
      const stream = new PassThrough()
      const others = open.get(address) ?? []
      open.set(address, [...others, stream])
      stream.once('close', () => forget(address, stream))
      const [oldest] = others
      if (oldest && others.length >= STREAMS_OF_ONE_VISITOR) {
        write(oldest, 'replaced', {})
        oldest.end()
        forget(address, oldest)
      }
      stream.write('retry: 2000\n\n')
      feed(stream, address, after).catch(error => {
        // The page reads on by itself: it opens a new stream from where this one ended.
        context.log.warn({ err: error }, 'a live connection ended')
        stream.end()
      })
      return stream
    },
    closeAll() {
      for (const stream of [...open.values()].flat()) stream.end()
    },
  }
}

function write(stream: PassThrough, event: string, data: unknown, id?: number): void {
  if (stream.writableEnded || stream.destroyed) return
  // Who does not read loses the connection, not our memory; the page comes back and reads the history.
  if (stream.writableLength > UNREAD_BYTES) {
    stream.destroy()
    return
  }
  stream.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)
}
