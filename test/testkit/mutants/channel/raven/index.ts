import type { ChannelEvent, ChannelPlugin, Command, Desk, TemplatePurpose } from '../../../../../core/contract/index.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['token', 'apiUrl'],
  properties: { token: { type: 'string', writeOnly: true }, apiUrl: { type: 'string' } },
} as const

interface Update {
  seq: number
  id: string
  from?: string
  text?: string
  place?: { lat: number; lon: number }
  order?: { word: Command; more?: string }
  receipt?: { ref: string; status: 'delivered' | 'failed' }
}

const TEXT_LENGTH = 500
const TEMPLATES: readonly TemplatePurpose[] = ['confirmation', 're-engagement']
const REST_MS = 1_000
const POLL_MS = 8_000

/** A sound channel that asks its provider: long polls, receipts by our key, drafts, templates, files, places and commands. */
export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'raven',
  configSchema,
  create(context) {
    const { config, http, clock, error, log } = context
    let running: { desk: Desk; stopping: AbortController; polling: Promise<void> } | undefined
    let after = 0

    async function request(path: string, init: RequestInit, options: Parameters<typeof http>[2]): Promise<Response> {
      const headers = { authorization: `Bearer ${config.token}`, 'content-type': 'application/json' }
      const response = await http(`${config.apiUrl}${path}`, { ...init, headers }, options)
      if (response.ok) return response
      await response.body?.cancel()
      const { status } = response
      if (status === 401) throw error('unauthorized', 'the token is not taken')
      if (status === 404) throw error('unreachable', 'nobody lives there')
      if (status === 412) throw error('window_closed', 'they wrote too long ago')
      if (status === 429)
        throw error('rate_limited', 'too many ravens', {
          retryAfterMs: Number(response.headers.get('retry-after')) * 1_000,
        })
      if (status >= 500 && init.method === 'POST') throw error('unknown_outcome', `answered ${status}`)
      throw error('unavailable', `answered ${status}`)
    }

    function readUpdate({ id, from, text, place, order, receipt }: Update): ChannelEvent | undefined {
      if (receipt) return { kind: 'status', id, key: receipt.ref, status: receipt.status }
      if (!from) return undefined
      const said = { kind: 'message', id, address: from } as const
      if (place) return { ...said, parts: [{ type: 'location', latitude: place.lat, longitude: place.lon }] }
      if (order) {
        const { word: command, more: payload } = order
        return { ...said, parts: [{ type: 'command', command, ...(payload !== undefined && { payload }) }] }
      }
      if (!text) return undefined
      return { kind: 'message', id, address: from, parts: [{ type: 'text', text }] }
    }

    async function pass(desk: Desk, update: Update): Promise<void> {
      const event = readUpdate(update)
      try {
        if (event) await desk.deliver(event)
      } catch (failure) {
        // What can never be stored would come for ever and keep back those behind it.
        if (Object(failure).code !== 'invalid') throw failure
      }
    }

    async function poll(desk: Desk, signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        try {
          const call = { signal, deadline: clock.now() + POLL_MS }
          const response = await request(`/updates?after=${after}`, { method: 'GET' }, { call, retries: 0 })
          const { updates }: { updates: readonly Update[] } = JSON.parse(await response.text())
          for (const update of updates) {
            await pass(desk, update)
            after = update.seq
          }
        } catch (failure) {
          if (signal.aborted) return
          log.warn({ err: failure }, 'the poll failed')
          await clock.sleep(REST_MS, signal).catch(() => undefined)
        }
      }
    }

    async function pollWithRight(desk: Desk, stopping: AbortSignal): Promise<void> {
      while (!stopping.aborted)
        await context.exclusive('poll', async right => {
          if (!stopping.aborted) await poll(desk, AbortSignal.any([right, stopping]))
        })
    }

    return {
      capabilities: {
        receives: 'poll',
        delivery: 'traceable',
        burstMs: 1_500,
        verifiesPhone: false,
        choices: false,
        contactRequest: false,
        media: [],
        sends: ['image', 'document'],
        windowMs: 86_400_000,
        templates: TEMPLATES,
        textLength: TEXT_LENGTH,
      },
      async start(desk) {
        const stopping = new AbortController()
        const polling = pollWithRight(desk, stopping.signal).catch(failure => {
          if (!context.signal.aborted) log.error({ err: failure }, 'the polls ended')
        })
        running = { desk, stopping, polling }
      },
      async stop() {
        // The polls are not waited for: whoever waits for the right waits until another process gives it back.
        running?.stopping.abort(new Error('stopping'))
        running = undefined
      },
      async send({ address, message: { text, template, media }, key }, call) {
        if (!running) throw error('unavailable', 'the channel is not running')
        if (text.length > TEXT_LENGTH) throw error('invalid', `at most ${TEXT_LENGTH} characters are taken`)
        const plain = text.replace(/\*\*(.+?)\*\*/g, '$1').replace(/\[([^\]]+)\]\((https:[^\s)]+)\)/g, '$1: $2')
        if (template && !TEMPLATES.includes(template)) throw error('unsupported', `no template for ${template}`)
        const file = media && { ...media, bytes: Buffer.from(media.bytes).toString('base64') }
        const words = template ? { template } : { text: plain, file }
        const body = JSON.stringify({ to: address, ...words, ref: key })
        const response = await request('/messages', { method: 'POST', body }, { call })
        try {
          return { providerIds: [String(JSON.parse(await response.text()).id)] }
        } catch (cause) {
          throw error('unknown_outcome', 'the answer can not be read', { cause })
        }
      },
      async draft({ address, text }, call) {
        await request('/drafts', { method: 'POST', body: JSON.stringify({ to: address, text }) }, { call })
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
