import { useEffect, useState } from 'preact/hooks'

/** A value that parts of the page watch. */
export interface Store<Value> {
  get(): Value
  set(change: Partial<Value>): void
  watch(listener: (value: Value, before: Value) => void): () => void
}

/** Makes a store. */
export function createStore<Value extends object>(first: Value): Store<Value> {
  let value = first
  const listeners = new Set<(value: Value, before: Value) => void>()
  return {
    get: () => value,
    set(change) {
      const before = value
      value = { ...value, ...change }
      for (const listener of listeners) listener(value, before)
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Draws the component again whenever the store changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const [value, show] = useState(store.get)
  useEffect(() => {
    show(store.get())
    return store.watch(next => show(next))
  }, [store])
  return value
}
