import type { Logger } from 'pino'
import type { Clock, Kind, Lifecycle, Probe } from './contract/index.ts'
import type { InstanceStatus } from './server/index.ts'

/** Providers are not asked more often. */
const PROBE_EVERY_MS = 60_000
const PROBE_WITHIN_MS = 5_000

/** An instance that can be asked for its health. */
export interface Probed {
  instance: string
  kind: Kind
  lifecycle: Pick<Lifecycle, 'probe'>
  /** What is known without a probe: a channel that is not started, a brain that rests. */
  known?(): Pick<InstanceStatus, 'status' | 'summary'> | undefined
}

/** Answers from what is known; probes in the background, at most once a minute. */
export function createHealth(
  probed: readonly Probed[],
  { clock, log, mask }: { clock: Clock; log: Logger; mask(text: string): string },
) {
  const last = new Map<string, { at: number; probe?: Probe }>()

  async function refresh({ instance, lifecycle }: Probed): Promise<void> {
    const now = clock.now()
    const before = last.get(instance)
    if (!lifecycle.probe || (before && now - before.at < PROBE_EVERY_MS)) return
    last.set(instance, { ...before, at: now })
    const call = { signal: AbortSignal.timeout(PROBE_WITHIN_MS), deadline: now + PROBE_WITHIN_MS }
    try {
      last.set(instance, { at: now, probe: await lifecycle.probe(call) })
    } catch (error) {
      log.warn({ instance, err: error }, 'probe failed')
      last.set(instance, {
        at: now,
        probe: { ok: false, summary: error instanceof Error ? error.message : String(error) },
      })
    }
  }

  function statusOf(one: Probed): InstanceStatus {
    const known = one.known?.()
    const { at, probe } = last.get(one.instance) ?? {}
    const checkedAt = at === undefined ? {} : { checkedAt: new Date(at).toISOString() }
    if (known) return { kind: one.kind, ...known, ...checkedAt }
    if (!one.lifecycle.probe) return { kind: one.kind, status: 'ok' }
    if (!probe) return { kind: one.kind, status: 'unknown' }
    return { kind: one.kind, status: probe.ok ? 'ok' : 'failing', summary: probe.summary, ...checkedAt }
  }

  return {
    read(): Readonly<Record<string, InstanceStatus>> {
      for (const one of probed) void refresh(one)
      return Object.fromEntries(
        probed.map(one => {
          const status = statusOf(one)
          const { summary } = status
          // Anybody may read this: what a provider's error says is not to be trusted with it.
          return [one.instance, summary === undefined ? status : { ...status, summary: mask(summary) }]
        }),
      )
    },
  }
}
