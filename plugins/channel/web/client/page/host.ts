import { themeOf } from '../../theme.ts'
import { type FromChat, type FromHost, isColor, readFromHost } from '../protocol.ts'

/** The site around the chat, when it is embedded. Which sites may do that, `frame-ancestors` has decided. */
export interface Host {
  isEmbedded: boolean
  /** Whether the visitor sees the chat; a page of its own is always open. */
  isOpen(): boolean
  /** The site's own words to begin with. */
  greeting(): string | undefined
  tell(message: FromChat): void
  /** Calls the listener whenever the site speaks, and at once if it has spoken already. */
  watch(listener: () => void): () => void
}

/** Listens to the site around. */
export function meetHost(): Host {
  const { parent } = window
  const isEmbedded = parent !== window
  const listeners = new Set<() => void>()
  let last: FromHost | undefined
  let origin: string | undefined

  window.addEventListener('message', event => {
    if (!isEmbedded || event.source !== parent || (origin !== undefined && event.origin !== origin)) return
    const message = readFromHost(event.data)
    if (!message) return
    origin = event.origin
    last = message
    if (isColor(message.color))
      for (const [name, value] of Object.entries(themeOf(message.color)))
        document.documentElement.style.setProperty(name, value)
    for (const listener of listeners) listener()
  })

  const host: Host = {
    isEmbedded,
    isOpen: () => !isEmbedded || last?.isOpen === true,
    greeting: () => last?.greeting,
    tell(message) {
      // Nobody but the origin that spoke first hears how many messages wait; `ready` says nothing.
      if (isEmbedded && (origin !== undefined || message.aiadmin === 'ready'))
        parent.postMessage(message, origin ?? '*')
    },
    watch(listener) {
      listeners.add(listener)
      // The page draws before it listens, and the site's only answer may fall in between.
      if (last) listener()
      return () => listeners.delete(listener)
    },
  }
  if (isEmbedded) {
    host.tell({ aiadmin: 'ready' })
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.defaultPrevented) host.tell({ aiadmin: 'close' })
    })
  }
  return host
}
