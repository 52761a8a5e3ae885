/** A promise that a test settles by hand. */
export interface Deferred {
  promise: Promise<void>
  resolve(): void
}

/** `Promise.withResolvers`, which the floor of our TypeScript library does not know yet. */
export function createDeferred(): Deferred {
  let resolve = () => {}
  const promise = new Promise<void>(settle => {
    resolve = settle
  })
  return { promise, resolve: () => resolve() }
}
