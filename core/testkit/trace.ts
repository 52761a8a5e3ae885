import { type Logger, pino } from 'pino'

/** What a plugin let slip while it was tested: every log line and every error, of all its instances. */
export interface Trace {
  /** A log at level `trace` that hides nothing. */
  readonly log: Logger
  readonly lines: readonly string[]
  readonly errors: readonly unknown[]
  addError(error: unknown): void
  /** The secret values of every configuration that was used. */
  readonly secrets: Set<string>
}

/** An empty trace. */
export function createTrace(): Trace {
  const lines: string[] = []
  const errors: unknown[] = []
  return {
    log: pino({ level: 'trace', base: null }, { write: line => void lines.push(line) }),
    lines,
    errors,
    addError: error => void errors.push(error),
    secrets: new Set(),
  }
}

/** The same instance, whose failures are written down on their way to the caller. */
export function traced<T extends object>(instance: T, trace: Trace): T {
  return new Proxy(instance, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => watched(() => Reflect.apply(member, target, args), trace)
    },
  })
}

function watched(work: () => unknown, trace: Trace): unknown {
  try {
    const result = work()
    if (result instanceof Promise) result.catch(trace.addError)
    else if (isAsyncIterable(result)) return passOn(result, trace)
    return result
  } catch (error) {
    trace.addError(error)
    throw error
  }
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

async function* passOn(source: AsyncIterable<unknown>, trace: Trace): AsyncGenerator<unknown> {
  try {
    yield* source
  } catch (error) {
    trace.addError(error)
    throw error
  }
}
