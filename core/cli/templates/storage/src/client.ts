import type { PluginContext } from '../../../../contract/index.ts'
import { type Line, openLine } from './line.ts'
import type { Options } from './options.ts'

/** The server, whether it is there or not: the connection is made when it is needed. */
export interface Client {
  /** @throws `unavailable`, within five seconds: a server that is gone must not be waited for. */
  ask(command: string, ...args: readonly unknown[]): Promise<unknown>
  listen(topic: string, hear: (message: string) => void): Promise<() => Promise<void>>
}

const ANSWER_WITHIN_MS = 2_500
const LISTEN_AGAIN_MS = 1_000

interface Question {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** One connection for everything that an instance does. */
export function createClient(context: PluginContext<Options>): Client {
  const { config, error, clock, signal } = context
  const questions = new Map<number, Question>()
  const listeners = new Map<string, Set<(message: string) => void>>()
  let opening: Promise<Line> | undefined
  let lastId = 0

  const gone = (cause?: unknown) => error('unavailable', 'Acme cannot be reached', { cause })

  function hear({ id, result, refused, topic, message }: Readonly<Record<string, unknown>>): void {
    if (typeof topic === 'string') for (const listener of listeners.get(topic) ?? []) listener(String(message))
    const question = typeof id === 'number' ? questions.get(id) : undefined
    if (refused === 'password') question?.reject(error('unauthorized', 'Acme refuses the password'))
    else question?.resolve(result)
  }

  function closed(): void {
    opening = undefined
    for (const question of questions.values()) question.reject(gone())
    if (listeners.size > 0 && !signal.aborted)
      clock
        .sleep(LISTEN_AGAIN_MS, signal)
        .then(open)
        .catch(() => undefined)
  }

  function open(): Promise<Line> {
    opening ??= begin()
    return opening
  }

  async function begin(): Promise<Line> {
    const line = await openLine(config.url, { hear, closed })
    const first = put(line, 'password', config.password)
    await Promise.all([first, ...[...listeners.keys()].map(topic => put(line, 'listen', topic))])
    return line
  }

  async function put(line: Line, command: string, ...args: readonly unknown[]): Promise<unknown> {
    lastId += 1
    const id = lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    questions.set(id, { resolve, reject })
    // A server that says nothing is as good as gone; the next question opens a new line.
    const timer = setTimeout(() => line.close(), ANSWER_WITHIN_MS)
    line.send({ id, command, args })
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      questions.delete(id)
    }
  }

  async function ask(command: string, ...args: readonly unknown[]): Promise<unknown> {
    if (signal.aborted) throw gone()
    const line = await open().catch(cause => {
      throw Object(cause).code === 'unauthorized' ? cause : gone(cause)
    })
    return put(line, command, ...args)
  }

  context.onClose(async () => (await opening?.catch(() => undefined))?.close())
  return {
    ask,
    async listen(topic, listener) {
      const all = listeners.get(topic) ?? new Set()
      listeners.set(topic, all.add(listener))
      await ask('listen', topic)
      return async () => {
        all.delete(listener)
        if (all.size === 0) listeners.delete(topic)
      }
    },
  }
}
