const KEY = 'aiadmin-chat'

/** Whether the chat was open on the site's page before this one; undefined when this tab has not seen it. */
export function wasOpen(): boolean | undefined {
  try {
    const kept = sessionStorage.getItem(KEY)
    return kept === null ? undefined : kept === 'open'
  } catch {
    return undefined
  }
}

/** Keeps it for the site's next page, as long as the tab lives. */
export function keepOpen(isOpen: boolean): void {
  try {
    sessionStorage.setItem(KEY, isOpen ? 'open' : 'closed')
  } catch {
    // Where the browser keeps nothing, every page begins closed.
  }
}
