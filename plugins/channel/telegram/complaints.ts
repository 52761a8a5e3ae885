import type { PluginContext } from '../../../core/contract/index.ts'

/** Says what is wrong, once and in words, until something else is wrong or all is well again (`undefined`). */
export function createComplaints(log: PluginContext['log']): (failure: unknown, what: string) => void {
  let said: string | undefined
  return (failure, what) => {
    const reason = failure instanceof Error ? failure.message : failure === undefined ? undefined : String(failure)
    if (reason === undefined || reason === said) {
      said = reason
      return
    }
    said = reason
    log.error({ reason }, what)
    log.debug({ err: failure }, what)
  }
}
