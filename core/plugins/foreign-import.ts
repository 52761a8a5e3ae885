import { watchFor } from './watchdog.ts'

/** Who waits is told from who is busy by a little more of the time that an import has. */
const BUSY_SHARE = 1.25

interface Limits {
  use: string
  /** How long it may take. */
  ms: number
}

/**
 * Imports somebody else's module and rejects for what would bring the program down later: an import that waits for ever, a
 * failure that it leaves to nobody, a member that every object has from then on. One at a time, so that it is known whose
 * it was.
 */
export async function importForeign(load: () => Promise<object>, { use, ms }: Limits): Promise<object> {
  const busyMs = ms * BUSY_SHARE
  const callOff = watchFor({
    ms: busyMs,
    message: `aiadmin: ${use} was not loaded within ${busyMs / 1_000} s: it is busy at its import; the program is ended. This is a mistake in the plugin: tell its author`,
  })
  const { promise: failed, reject } = Promise.withResolvers<never>()
  const late = setTimeout(
    () => reject(new Error(`${use} was not loaded within ${ms / 1_000} s: it waits for something at its import`)),
    ms,
  )
  const onStray = (error: unknown) => reject(new Error(`it leaves a failure to nobody: ${reasonOf(error)}`))
  process.on('unhandledRejection', onStray)
  process.on('uncaughtException', onStray)
  try {
    const module = await Promise.race([load(), failed])
    // A rejection is known to be nobody's only after the promises of this moment.
    await Promise.race([new Promise(resolve => setImmediate(resolve)), failed])
    const members = takeBackMembers()
    if (members.length > 0) throw new Error(`it gives every object the member ${members.join(', ')}`)
    return module
  } finally {
    process.off('unhandledRejection', onStray)
    process.off('uncaughtException', onStray)
    clearTimeout(late)
    callOff()
  }
}

/** What shows in every loop over the members of an object; taken away again, so that the check can go on. */
function takeBackMembers(): readonly string[] {
  const shared = [Object.prototype, Array.prototype]
  const members = shared.flatMap(prototype => Object.keys(prototype))
  for (const member of members) for (const prototype of shared) Reflect.deleteProperty(prototype, member)
  return members
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
