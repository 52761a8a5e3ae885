import type { Call, Json, PluginContext, Probe } from '../../../../contract/index.ts'
import type { Options } from './options.ts'

interface Button {
  id: string
  label: string
}

/** One message on its way to a client. */
export interface Outgoing {
  to: string
  text: string
  buttons: readonly Button[]
  askPhone: boolean
}

/** What Acme's API does for this channel. */
export interface Api {
  /** Answers Acme's id of the message. Acme sends what has the same key once. */
  send(message: Outgoing, key: string, call: Call): Promise<string>
  change(id: string, message: Pick<Outgoing, 'text' | 'buttons'>, call: Call): Promise<void>
  showTyping(to: string, call: Call): Promise<void>
  fetchFile(ref: Json, maxBytes: number, call: Call): Promise<{ mimeType: string; bytes: Uint8Array }>
  registerWebhook(url: string, call: Call): Promise<void>
  probe(call: Call): Promise<Probe>
}

/** Speaks to the API with the options of one instance. */
export function createApi({ config, http, error }: PluginContext<Options>): Api {
  const limited = http.limit({ key: `acme:${config.apiUrl}`, perSecond: 20 })

  async function request(path: string, init: RequestInit, call: Call): Promise<Response> {
    const headers = { authorization: `Bearer ${config.token}`, 'content-type': 'application/json', ...init.headers }
    const response = await limited(new URL(path, config.apiUrl), { ...init, headers }, { call })
    if (response.ok) return response
    await response.body?.cancel()
    throw failureOf(response, init.method)
  }

  function failureOf({ status, headers }: Response, method = 'GET') {
    const said = `Acme answered ${status}`
    if (status === 401 || status === 403) return error('unauthorized', `${said}: check the token`)
    if (status === 404 || status === 410) return error('unreachable', `${said}: this client is not there any more`)
    if (status === 429) {
      const seconds = Number(headers.get('retry-after'))
      return error('rate_limited', said, seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {})
    }
    // Whatever Acme did before it broke, it may have done it.
    if (status >= 500) return error(method === 'GET' ? 'unavailable' : 'unknown_outcome', said)
    return error(status >= 400 ? 'refused' : 'unavailable', said)
  }

  return {
    async send(message, key, call) {
      const init = { method: 'POST', body: JSON.stringify(message), headers: { 'idempotency-key': key } }
      const response = await request('/v1/messages', init, call)
      const { id }: { id?: unknown } = await response.json().then(Object, cause => {
        throw error('unknown_outcome', 'Acme took the message, and its answer can not be read', { cause })
      })
      if (typeof id !== 'string') throw error('unknown_outcome', 'Acme took the message and named no id')
      return id
    },
    async change(id, message, call) {
      const init = { method: 'PATCH', body: JSON.stringify(message) }
      await discard(request(`/v1/messages/${encodeURIComponent(id)}`, init, call))
    },
    async showTyping(to, call) {
      await discard(request('/v1/typing', { method: 'POST', body: JSON.stringify({ to }) }, call))
    },
    async fetchFile(ref, maxBytes, call) {
      if (typeof ref !== 'string' || ref === '') throw error('invalid', 'this is no reference of a file')
      const response = await request(`/v1/files/${encodeURIComponent(ref)}`, { method: 'GET' }, call)
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of response.body ?? []) {
        size += chunk.length
        if (size > maxBytes) throw error('refused', `the file is larger than ${maxBytes} bytes`)
        chunks.push(chunk)
      }
      const mimeType = response.headers.get('content-type') ?? 'application/octet-stream'
      return { mimeType, bytes: Buffer.concat(chunks) }
    },
    async registerWebhook(url, call) {
      await discard(request('/v1/webhook', { method: 'PUT', body: JSON.stringify({ url }) }, call))
    },
    async probe(call) {
      try {
        await discard(request('/v1/account', { method: 'GET' }, call))
        return { ok: true, summary: 'Acme takes the token' }
      } catch (failure) {
        return { ok: false, summary: failure instanceof Error ? failure.message : 'Acme can not be reached' }
      }
    },
  }
}

/** An answer whose body nobody needs: reading it off frees the connection. */
async function discard(answer: Promise<Response>): Promise<void> {
  await (await answer).body?.cancel()
}
