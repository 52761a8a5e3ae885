/** Resolves when `isSo`; the event loop turns meanwhile, a test's clock stands. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 2))
}
