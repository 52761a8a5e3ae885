import assert from 'node:assert/strict'

/** A browser, as far as cookies and headers go. */
export async function visit(url: string, headers: Record<string, string> = {}) {
  const page = await fetch(`${url}/chat/web`, { headers })
  const html = await page.text()
  const cookie = page.headers.get('set-cookie') ?? ''
  const own = { cookie: cookie.split(';')[0] ?? '', 'x-aiadmin-chat': '1', 'content-type': 'application/json' }
  const call = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
    const response = await fetch(`${url}/api/v1/web${path}`, { ...init, headers: { ...own, ...init.headers } })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
  }
  const send = (body: unknown, more: Record<string, string> = {}) =>
    call('/messages', { method: 'POST', body: JSON.stringify({ locale: 'en', ...Object(body) }), headers: more })
  return { page, html, cookie, own, call, send }
}

/** The events of a stream, as they come. */
export async function* listen(url: string, headers: Record<string, string>, signal: AbortSignal) {
  const response = await fetch(`${url}/api/v1/web/stream`, { headers, signal })
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1]
      if (event) yield { event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') }
    }
  }
}

/** What the page's settings say, as its script reads them. */
export function settingsIn(html: string) {
  return JSON.parse(/<script type="application\/json" id="settings">(.*?)<\/script>/.exec(html)?.[1] ?? '')
}
