import type { Call, Clock } from '../../../core/contract/index.ts'

/** Runs `work` with a call that ends after `ms`, or when one of `signals` aborts. */
export async function waitAtMost<T>(
  { clock, ms, signals }: { clock: Clock; ms: number; signals: readonly AbortSignal[] },
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const end = new AbortController()
  const signal = AbortSignal.any([end.signal, ...signals])
  clock.sleep(ms, signal).then(
    () => end.abort(OVER),
    () => undefined,
  )
  try {
    return await work({ signal, deadline: clock.now() + ms })
  } finally {
    end.abort(OVER)
  }
}

/** Given as a reason so that no exception with a stack is made each time. */
const OVER = 'over'
