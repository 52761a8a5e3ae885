// The browser's storage, which may be full, forbidden or written by an older version: then things live as long as the page.

/** Reads what was kept; undefined when there is nothing that can be read. */
export function readKept(key: string, storage: () => Storage = () => localStorage): unknown {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a value for the next visit, where the browser keeps anything. */
export function keep(key: string, value: unknown, storage: () => Storage = () => localStorage): void {
  try {
    storage().setItem(key, JSON.stringify(value))
  } catch {
    // Then it lives as long as the page.
  }
}
