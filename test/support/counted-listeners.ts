/** Counts the listeners that a signal has: none may stay behind when what listened is done. */
export function countListeners(signal: AbortSignal): () => number {
  let count = 0
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count += 1
    addEventListener.apply(signal, args)
  }
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count -= 1
    removeEventListener.apply(signal, args)
  }
  return () => count
}
