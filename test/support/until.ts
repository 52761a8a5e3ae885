/**
 * Resolves when `isSo`; the event loop turns meanwhile, a test's clock stands. For what no event tells of: another process
 * or server is looked at every `restMs` real milliseconds, as often as it bears.
 */
export async function until(isSo: () => boolean | Promise<boolean>, restMs = 2): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, restMs))
}
