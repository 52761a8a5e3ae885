// What the chat's page and the button around it tell each other by `postMessage`. Nothing of the conversation is in it.

/** From the site to the chat inside it. The first one also tells the chat which origin it belongs to. */
export interface FromHost {
  aiadmin: 'host'
  /** Whether the visitor sees the chat now. */
  isOpen: boolean
  color?: string
  greeting?: string
}

/** From the chat to the site around it. */
export type FromChat = { aiadmin: 'ready' } | { aiadmin: 'close' } | { aiadmin: 'unread'; count: number }

/** Reads a message from the site; anything else answers undefined. */
export function readFromHost(data: unknown): FromHost | undefined {
  const { aiadmin, isOpen, color, greeting } = fieldsOf(data)
  if (aiadmin !== 'host' || typeof isOpen !== 'boolean') return undefined
  return {
    aiadmin,
    isOpen,
    ...(isColor(color) && { color }),
    ...(typeof greeting === 'string' && { greeting: greeting.slice(0, 500) }),
  }
}

/** Reads a message from the chat; anything else answers undefined. */
export function readFromChat(data: unknown): FromChat | undefined {
  const { aiadmin, count } = fieldsOf(data)
  if (aiadmin === 'ready' || aiadmin === 'close') return { aiadmin }
  return aiadmin === 'unread' && typeof count === 'number' ? { aiadmin, count } : undefined
}

/** A color as `#rrggbb`: the only form that is taken. */
export function isColor(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)
}

function fieldsOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {}
}
