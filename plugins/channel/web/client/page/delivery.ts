import type { PageSettings } from '../../document.ts'

/** What one attempt to send came to. */
export type Outcome =
  | { kind: 'stored'; message: string }
  /** Another message went out under this id before: it takes a new one. */
  | { kind: 'reused' }
  | { kind: 'later'; retryAfterMs?: number; isTooFast?: boolean }
  | { kind: 'refused' }

/** What the visitor sends: typed, or a pressed choice with its label as the text. */
export interface Message {
  id: string
  text: string
  choice?: string
  /** What one of the page's own buttons asks. */
  command?: string
}

/** Brings messages to the desk, and the session that this takes. */
export interface Delivery {
  send(message: Message): Promise<Outcome>
  /** Opening the page gives a session; false when the browser keeps no cookies here. */
  renewSession(): Promise<boolean>
}

/** Makes the delivery of one page. */
export function createDelivery({ api, locale }: PageSettings): Delivery {
  async function renewSession(): Promise<boolean> {
    await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
    const response = await fetch(`${api}/history`).catch(() => undefined)
    return response?.status !== 401
  }

  async function send({ id, text, choice, command }: Message): Promise<Outcome> {
    const said = choice !== undefined ? { choice } : command !== undefined ? { command } : { text }
    const body = JSON.stringify({ id, locale, ...said })
    const headers = { 'content-type': 'application/json', 'x-aiadmin-chat': '1' }
    try {
      const response = await fetch(`${api}/messages`, { method: 'POST', headers, body })
      if (response.ok) return { kind: 'stored', message: messageOf(await response.json()) }
      const { status } = response
      if (status === 409) return { kind: 'reused' }
      if (status === 401) return (await renewSession()) ? { kind: 'later', retryAfterMs: 200 } : { kind: 'refused' }
      if (status !== 429 && status < 500) return { kind: 'refused' }
      const retryAfterMs = (Number(response.headers.get('retry-after')) || 1) * 1_000
      return { kind: 'later', retryAfterMs, isTooFast: status === 429 }
    } catch {
      return { kind: 'later' }
    }
  }

  return { send, renewSession }
}

function messageOf(body: { message: string }): string {
  return body.message
}
