import type { Lifecycle, Probe } from '../contract/index.ts'

const PROBE_WITHIN_MS = 15_000

/** What is said of an instance that asks nobody. */
export const ALONE = 'nothing outside of this program is needed'

/** What is wrong, or that nothing is; never throws. */
export async function finding(work: () => Promise<Probe>): Promise<Probe> {
  return work().catch(error => ({ ok: false, summary: error instanceof Error ? error.message : String(error) }))
}

/** Asks an instance whether it reaches what it needs. */
export async function probe(one: Pick<Lifecycle, 'probe'>): Promise<Probe> {
  const call = { signal: AbortSignal.timeout(PROBE_WITHIN_MS), deadline: Date.now() + PROBE_WITHIN_MS }
  return finding(async () => one.probe?.(call) ?? { ok: true, summary: ALONE })
}
