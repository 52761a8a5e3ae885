// A stand-in for the Graph API of WhatsApp: a real server that keeps state, refuses what Meta refuses (message-rules.ts) and
// delivers signed webhooks, in the shapes of part A of the facts.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Attempt } from '../../../core/testkit/index.ts'
import { bytesOf, envelope, type FakeClient, messageValue, post, sign, statusValue } from './hooks.ts'
import { checkMessage, commandsOf, type FakeTemplate, type Wire } from './message-rules.ts'
import { answerOf, graphErrorOf, refuse } from './refusal.ts'
import { shownOf, type WhatsAppShown } from './shown.ts'

/** Options of the plugin with which it reaches the stand-in. */
export const options = {
  accessToken: 'EAAmadeUpTokenOfATest',
  phoneNumberId: '100000000000001',
  businessAccountId: '200000000000001',
  appSecrets: ['0123456789abcdef-of-a-test'],
  verifyToken: 'verify-token-of-a-test',
}

const WINDOW_MS = 24 * 3_600_000
const MEDIA_URL_MS = 5 * 60_000
/** One message in six seconds to one client; a burst borrows from the future. */
const PAIR_EVERY_MS = 6_000
const PAIR_BURST = 45

/** What a test may change of the account, also while it runs. */
export interface FakeAccount {
  scopes: readonly string[]
  /** Seconds since the epoch; 0: never. */
  tokenExpiresAt: number
  numbers: readonly string[]
  templates: readonly FakeTemplate[]
  nameStatus: string
  status: string
  hasApp: boolean
  /** Where the app's own webhook leads. */
  appWebhook: string
  /** Offered after a `/`. */
  commands: readonly string[]
  /** With which deliveries are signed. */
  appSecret: string
}

/** A file in either direction. */
export interface FakeFile {
  kind: string
  mimeType: string
  bytes: Uint8Array
  fileName?: string
}

/** How a request is answered instead of the usual. */
type Instead =
  | { error: number; headers?: Record<string, string> }
  /** The message is taken, and the connection ends. */
  | 'no answer'
  /** The connection ends before the message is taken. */
  | 'not taken'

/** A message that was accepted. */
export interface Accepted {
  id: string
  client: FakeClient | undefined
  body: Wire
}

/** The stand-in, with what it has seen. */
export interface WhatsAppFake {
  url: string
  account: FakeAccount
  accepted: readonly Accepted[]
  /** Everything that was delivered with the app's signature, oldest first. */
  deliveries: readonly string[]
  /** Read receipts, with the user id of whose message was read. */
  receipts: readonly { client: string; body: Wire }[]
  /** Requests that were refused, with the code. */
  refused: readonly { code: number; details: string }[]
  file(id: string): FakeFile | undefined
  addFile(id: string, file: FakeFile): void
  /** How the next requests for sending are answered. */
  next(...instead: readonly Instead[]): void
  /** Reports each accepted message as sent, as Meta does, without being told to. */
  reportsSent: boolean
  /** Where files of clients lead instead of to this server. */
  mediaUrl: string | undefined
  /** Where this server sends who fetches a file; `here`: to itself, once more. */
  redirectMedia: string | undefined
  /** Where deliveries go. */
  connect(url: string): void
  webhook(): string | undefined
  /** A client who writes; the window is open from then on. */
  write(client: FakeClient, id: string, message: object): Promise<Attempt>
  /** The bytes of such a delivery, signed nowhere yet. */
  delivery(client: FakeClient, id: string, message: object): string
  /** Delivers these bytes, with a signature of the app's unless one is given. */
  deliver(bytes: string, signature?: string): Promise<Attempt>
  report(accepted: Accepted, status: string, more?: object): Promise<Attempt>
  /** What a client was shown, oldest first. */
  shown(client: FakeClient): readonly WhatsAppShown[]
  /** Resolves when a client was shown more than `seen` messages. */
  more(client: FakeClient, seen: number): Promise<readonly WhatsAppShown[]>
  close(): Promise<void>
}

/** Starts it. */
export async function startWhatsAppFake({ now }: { now(): number }): Promise<WhatsAppFake> {
  const account: FakeAccount = {
    scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
    tokenExpiresAt: 0,
    numbers: [options.phoneNumberId],
    templates: [],
    nameStatus: 'APPROVED',
    status: 'CONNECTED',
    hasApp: true,
    appWebhook: 'https://desk.mirabelle.example/api/v1/whatsapp/webhook',
    commands: [],
    appSecret: options.appSecrets[0] ?? '',
  }
  const clients = new Map<string, FakeClient>()
  const heardAt = new Map<string, number>()
  const inbound = new Map<string, string>()
  const media = new Map<string, FakeFile>()
  const addresses = new Map<string, { id: string; until: number }>()
  const pairs = new Map<string, number>()
  const accepted: Accepted[] = []
  /** By user id. */
  const screens = new Map<string, WhatsAppShown[]>()
  const receipts: { client: string; body: Wire }[] = []
  const deliveries: string[] = []
  const refused: { code: number; details: string }[] = []
  const instead: Instead[] = []
  const waiting = new Set<() => void>()
  let hook: string | undefined
  let registered: string | undefined

  const shown = ({ userId }: FakeClient): readonly WhatsAppShown[] => screens.get(userId) ?? []

  const find = ({ to, recipient }: Wire) => clients.get(String(to ?? recipient).replace('+', ''))

  function assertPair(address: string): void {
    const full = Math.max(pairs.get(address) ?? now(), now()) + PAIR_EVERY_MS
    if (full - now() > PAIR_BURST * PAIR_EVERY_MS) refuse(131056, 'pair rate limit hit')
    pairs.set(address, full)
  }

  function sendMessage(body: Wire): object {
    if (body.status === 'read') {
      const client = inbound.get(body.message_id)
      if (client === undefined) refuse(100, 'message_id is unknown')
      receipts.push({ client, body })
      return { success: true }
    }
    checkMessage(body, { media, templates: account.templates })
    const client = find(body)
    const isOpen = client !== undefined && now() - (heardAt.get(client.userId) ?? 0) < WINDOW_MS
    if (body.type !== 'template' && !isOpen) refuse(131047, 'more than 24 hours have passed')
    assertPair(client?.userId ?? String(body.to ?? body.recipient))
    const id = `wamid.${Buffer.from(`sent ${accepted.length + 1}`).toString('base64url')}`
    const taken = { id, client, body }
    accepted.push(taken)
    // A report that the desk does not take would come again; a test that needs it delivers it by hand.
    if (fake.reportsSent) setImmediate(() => void fake.report(taken, 'sent').catch(() => undefined))
    if (client) screens.set(client.userId, [...shown(client), shownOf(id, body, account.templates)])
    for (const wake of [...waiting]) wake()
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: body.to ?? body.recipient, wa_id: client?.phone }],
      messages: [{ id, message_status: 'accepted' }],
    }
  }

  async function upload(request: IncomingMessage, body: Buffer): Promise<object> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    const form = await new Response(new Uint8Array(body), { headers }).formData()
    const file = form.get('file')
    if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof Blob)) refuse(100, 'file is required')
    const mimeType = file.type
    const kind = /^(image|audio)\//.exec(mimeType)?.[1] ?? 'document'
    if (form.get('type') !== mimeType) refuse(131053, 'type is not the file’s')
    if (kind === 'image' && !/^image\/(jpeg|png)$/.test(mimeType)) refuse(131053, 'unsupported image')
    const limit = { image: 5, audio: 16 }[kind] ?? 100
    if (file.size > limit * 1024 * 1024) refuse(131053, 'file too large')
    const id = `30000000000${media.size + 1}`
    media.set(id, { kind, mimeType, bytes: new Uint8Array(await file.arrayBuffer()), fileName: file.name })
    return { id }
  }

  function fileInfo(id: string, host: string): object {
    const file = media.get(id)
    if (!file) refuse(100, 'unsupported get request')
    const token = `${id}-${addresses.size}`
    addresses.set(token, { id, until: now() + MEDIA_URL_MS })
    const url = fake.mediaUrl ?? `http://${host}/whatsapp_business/attachments/?mid=${token}`
    const sha256 = createHash('sha256').update(file.bytes).digest('hex')
    return { messaging_product: 'whatsapp', id, url, mime_type: file.mimeType, sha256, file_size: file.bytes.length }
  }

  /** Meta asks the address before it takes it. */
  async function register(url: string, token: string): Promise<object> {
    const challenge = '1158201444'
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': challenge,
      'hub.verify_token': token,
    })
    const answer = await fetch(`${url}?${query}`).then(
      async response => (response.ok ? response.text() : ''),
      () => '',
    )
    if (answer !== challenge) refuse(100, 'the callback URL could not be validated')
    registered = url
    hook = url
    return { success: true }
  }

  const reads: Readonly<Record<string, (query: URLSearchParams) => object>> = {
    [options.phoneNumberId]: () => ({
      id: options.phoneNumberId,
      display_phone_number: '+1 555-000-1111',
      verified_name: 'Mirabelle',
      name_status: account.nameStatus,
      status: account.status,
      webhook_configuration: {
        application: account.appWebhook,
        ...(registered !== undefined && { phone_number: registered }),
      },
    }),
    debug_token: () => ({
      data: { is_valid: true, scopes: account.scopes, expires_at: account.tokenExpiresAt, type: 'SYSTEM_USER' },
    }),
    [`${options.businessAccountId}/phone_numbers`]: () => ({ data: account.numbers.map(id => ({ id })) }),
    [`${options.businessAccountId}/subscribed_apps`]: () => ({
      data: account.hasApp ? [{ whatsapp_business_api_data: { id: '400000000000001', name: 'Desk' } }] : [],
    }),
    [`${options.businessAccountId}/message_templates`](query) {
      if (!account.scopes.includes('whatsapp_business_management')) refuse(200, 'a permission is missing')
      // Two on a page, so that paging is walked.
      const from = Number(query.get('after') ?? 0)
      const page = account.templates.slice(from, from + 2)
      const cursors = { before: String(from), after: String(from + 2) }
      const isLast = from + 2 >= account.templates.length
      return {
        data: page.map(({ name, language, status, body }) => ({
          name,
          language,
          status,
          components: [{ type: 'BODY', text: body }],
        })),
        paging: { cursors, ...(!isLast && { next: 'https://graph.facebook.com/next' }) },
      }
    },
  }

  async function serve(
    request: IncomingMessage,
  ): Promise<{ status: number; body: object | Uint8Array; headers?: object }> {
    const bytes = await buffer(request)
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (request.headers.authorization !== `Bearer ${options.accessToken}`) refuse(190, 'invalid OAuth access token')
    if (url.pathname.startsWith('/whatsapp_business/')) {
      const link = addresses.get(url.searchParams.get('mid') ?? '')
      const file = link && link.until > now() ? media.get(link.id) : undefined
      if (!file) return { status: 404, body: {} }
      if (fake.redirectMedia !== undefined && !url.searchParams.has('again')) {
        const location = fake.redirectMedia === 'here' ? `${request.url}&again=1` : fake.redirectMedia
        return { status: 302, body: {}, headers: { location } }
      }
      return { status: 200, body: file.bytes, headers: { 'content-type': file.mimeType } }
    }
    const path = /^\/v26\.0\/(.+)$/.exec(url.pathname)?.[1] ?? ''
    if (request.method === 'GET') {
      const read = reads[path]
      return { status: 200, body: read ? read(url.searchParams) : fileInfo(path, request.headers.host ?? '') }
    }
    if (path === `${options.phoneNumberId}/media`) return { status: 200, body: await upload(request, bytes) }
    const body: Wire = JSON.parse(bytes.toString())
    if (path === `${options.phoneNumberId}/messages`) return sendInstead(body)
    if (path === `${options.businessAccountId}/subscribed_apps`) {
      account.hasApp = true
      return { status: 200, body: { success: true } }
    }
    if (path === `${options.phoneNumberId}/conversational_automation`) {
      account.commands = commandsOf(body)
      return { status: 200, body: { success: true } }
    }
    if (path !== options.phoneNumberId) refuse(100, 'unsupported post request')
    const { override_callback_uri = '', verify_token = '' } = body.webhook_configuration ?? {}
    return { status: 200, body: await register(override_callback_uri, verify_token) }
  }

  function sendInstead(body: Wire): { status: number; body: object; headers?: object } {
    const other = body.status === 'read' ? undefined : instead.shift()
    if (other === 'no answer') sendMessage(body)
    if (other === 'no answer' || other === 'not taken') throw new Error('the line went dead')
    if (!other) return { status: 200, body: sendMessage(body) }
    refused.push({ code: other.error, details: 'as the test wanted' })
    return {
      ...answerOf({ code: other.error, details: 'as the test wanted' }),
      ...(other.headers && { headers: other.headers }),
    }
  }

  const server = createServer((request, response) => {
    serve(request)
      .catch(error => {
        const graph = graphErrorOf(error)
        if (!graph) throw error
        refused.push(graph)
        return { ...answerOf(graph), headers: {} }
      })
      .then(({ status, body, headers = {} }) =>
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(body instanceof Uint8Array ? body : JSON.stringify(body)),
      )
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  async function deliver(bytes: string, signature?: string): Promise<Attempt> {
    if (signature === undefined) deliveries.push(bytes)
    return post(hook ?? '', bytes, signature ?? sign(bytes, account.appSecret))
  }
  const envelopeOf = (...values: readonly object[]) => bytesOf(envelope(options.businessAccountId, values))

  function delivery(client: FakeClient, id: string, message: object): string {
    const timestamp = String(Math.floor(now() / 1_000))
    return envelopeOf(messageValue(options.phoneNumberId, client, { id, timestamp, ...message }))
  }

  const fake: WhatsAppFake = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    account,
    accepted,
    deliveries,
    receipts,
    refused,
    reportsSent: false,
    mediaUrl: undefined,
    redirectMedia: undefined,
    file: id => media.get(id),
    addFile: (id, file) => void media.set(id, file),
    next: (...wanted) => void instead.push(...wanted),
    connect(url) {
      hook = url
    },
    webhook: () => registered,
    delivery,
    deliver,
    write(client, id, message) {
      clients.set(client.phone, client).set(client.userId, client)
      heardAt.set(client.userId, now())
      inbound.set(id, client.userId)
      return deliver(delivery(client, id, message))
    },
    report({ id, client, body }, status, more = {}) {
      const { biz_opaque_callback_data: key } = body
      const recipient = { recipient_id: client?.phone, recipient_user_id: client?.userId }
      const pricing = { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' }
      const traced = key === undefined ? {} : { biz_opaque_callback_data: key }
      const timestamp = String(Math.floor(now() / 1_000))
      const wire = { id, status, timestamp, ...recipient, pricing, ...traced, ...more }
      return deliver(envelopeOf(statusValue(options.phoneNumberId, wire)))
    },
    shown,
    async more(client, seen) {
      while (shown(client).length <= seen) {
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
        waiting.delete(resolve)
      }
      return shown(client).slice(seen)
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return fake
}
