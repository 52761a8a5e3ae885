import type { Clock } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import { type Claim, LEASE_MS, LeaseLost, renew } from './work.ts'

/** What a lease keeper works with. */
export interface LeaseKeeperOptions {
  journal: Journal
  /** Leases end by it. */
  clock: Clock
  /** Each claim that is being worked on, and what aborts its work. */
  running: ReadonlyMap<Claim, AbortController>
  /** No lease is renewed afterwards. */
  over: AbortSignal
}

/** Renews the leases of what runs, and aborts what has lost its own. Answers how to begin; it ends when nothing runs. */
export function createLeaseKeeper({ journal, clock, running, over }: LeaseKeeperOptions): () => void {
  let isBeating = false

  async function renewAll(): Promise<void> {
    await Promise.all(
      [...running].map(async ([claim, controller]) => {
        const isMine = await journal.write(db => renew(journal, db, claim)).catch(() => true)
        if (!isMine) controller.abort(new LeaseLost(claim.kind))
      }),
    )
  }

  async function beat(): Promise<void> {
    if (isBeating) return
    isBeating = true
    const sleep = () => clock.sleep(LEASE_MS / 3, over).catch(() => undefined)
    for (await sleep(); running.size > 0 && !over.aborted; await sleep()) await renewAll()
    isBeating = false
  }

  return () => void beat()
}
