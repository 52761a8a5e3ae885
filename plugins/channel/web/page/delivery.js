import { element } from './element.js'

/** Brings messages to the desk, and the session that this takes. */
export function createDelivery({ api, locale, texts, after, notice }) {
  /** One attempt; its outcome is `stored`, `refused` (never try again) or `later`. */
  async function send({ id, text, choice }) {
    const body = JSON.stringify({ id, locale, ...(choice === undefined ? { text } : { choice }) })
    const headers = { 'content-type': 'application/json', 'x-aiadmin-chat': '1' }
    try {
      const response = await fetch(`${api}/messages`, { method: 'POST', headers, body })
      if (response.ok) return { outcome: 'stored', stored: (await response.json()).message }
      const retryAfterMs = (Number(response.headers.get('retry-after')) || 1) * 1_000
      if (response.status === 401) return { outcome: (await renewSession()) ? 'later' : 'refused', retryAfterMs: 200 }
      if (response.status === 429) notice(texts.too_fast, retryAfterMs)
      return response.status === 429 || response.status >= 500
        ? { outcome: 'later', retryAfterMs }
        : { outcome: 'refused' }
    } catch {
      return { outcome: 'later' }
    }
  }

  /** Opening the page gives a session; when that does not help, the browser keeps no cookies here. */
  async function renewSession() {
    await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
    const response = await fetch(`${api}/history?after=${after()}`).catch(() => undefined)
    if (response?.status !== 401) return true
    const page = { href: location.href, target: '_blank', rel: 'noopener', children: [texts.open_page] }
    notice([`${texts.cookies} `, element('a', '', page)])
    return false
  }

  return { send, renewSession }
}
