import type { Chronicle } from './chronicle.ts'
import type { Replica } from './replica.ts'
import { pause, type RunTime } from './run-time.ts'
import type { OpenStore } from './store.ts'

/** A run that has not come to rest by then, by the machine's clock, never does. */
const REST_WITHIN_MS = 120_000
const LOOK_EVERY_MS = 125
/** Nothing that began before a jump is under way when so many looks in a row find nothing. */
const QUIET_LOOKS = 3
/** Behind the moment in which something is due. */
const BEHIND_MS = 20

/** A due time beyond this never comes; what only tidies up is not waited for. */
const DUE = `select greatest(due_at, lease_until) as due, lease_until from work
  where due_at < 9000000000000000 and kind not in ('retention', 'rotation')`

/**
 * Waits until nothing is left to do. When all wait for a later moment (a second look-up, a repeated message), the clocks of
 * all processes and of the database go there at once: nothing is under way then that could notice.
 */
export async function settleRun(parts: {
  journal: OpenStore
  time: RunTime
  chronicle: Chronicle
  replicas: readonly Replica[]
  sources: readonly { isIdle(): boolean }[]
}): Promise<void> {
  const { journal, time, chronicle, replicas, sources } = parts
  const query = journal.config ? DUE : DUE.replace('greatest', 'max')
  const deadline = Date.now() + REST_WITHIN_MS
  let quiet = 0
  while (Date.now() < deadline) {
    await pause(LOOK_EVERY_MS)
    const isCalm = () => sources.every(source => source.isIdle()) && replicas.every(replica => replica.isReady())
    // The cheap look first: a question is a connection of its own.
    const rows = isCalm() ? await journal.ask(query).catch(() => undefined) : undefined
    const now = time.now()
    const isQuiet =
      rows?.every(row => Number(row['due']) > now && Number(row['lease_until']) <= now) === true && isCalm()
    quiet = isQuiet ? quiet + 1 : 0
    if (!rows || quiet < QUIET_LOOKS) continue
    if (rows.length === 0) return
    const ms = Math.min(...rows.map(row => Number(row['due']))) - now + BEHIND_MS
    chronicle.note({ what: 'jump', ms })
    time.jump(ms)
    await journal.jump(ms)
    for (const replica of replicas) replica.jump(ms)
    quiet = 0
  }
}
