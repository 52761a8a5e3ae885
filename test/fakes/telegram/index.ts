// A stand-in for Telegram's Bot API: a real server that keeps chats, messages and updates, and refuses what Telegram
// refuses, in Telegram's words.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type BotLimits, createBot, type FakeBot, type Params } from './bot.ts'
import { createPerson, type FakePerson } from './person.ts'
import { type Refusal, Refused } from './refusal.ts'

/** The only bot, unless a test wants others: made up, and of the form of a true one. */
export const TOKEN = '7000000001:AAH-a_made-up_token_of_a_test_0000000'

/** What a test may set. */
export interface TelegramFakeOptions {
  now?(): number
  tokens?: readonly string[]
  limits?: Partial<BotLimits>
  /** Lets a test's clock go on while somebody waits for an answer. */
  hurry?(): void
}

/** What happens to a request that was answered. */
export interface Mishap {
  method: string
  /** Among the requests of that method since the mishap was planned, from 1; every one when left out. */
  at?: number
  /** Answers this and does nothing; absent: it is done, and no answer ever comes. */
  refusal?: Refusal
}

/** Telegram, with what it has seen. */
export interface TelegramFake {
  /** What a bot takes for the API: `apiRoot`. */
  readonly url: string
  /** By their tokens. */
  bot(token?: string): FakeBot
  /** Somebody with Telegram on their phone; the same number is the same person. */
  person(number: number, token?: string): FakePerson
  /** What a bot did wrong, one line each: `sendMessage 400 Bad Request: …`. What a test had planned is not in it. */
  readonly offences: readonly string[]
  /** Methods that were called, and how often. */
  calls(method: string): number
  plan(mishap: Mishap): void
  /** Waits until it holds; looks again whenever a bot has called. */
  until(holds: () => boolean, what: string): Promise<void>
  close(): Promise<void>
}

/** Somewhat more than a bot may expect: it counts from when it sends, Telegram from when it arrives. */
const LIMITS: BotLimits = { chat: { perSecond: 1, burst: 6 }, bot: { perSecond: 31, burst: 45 } }

const PATIENCE_MS = 15_000

/** How often a clock is hurried on while somebody waits: it must not run away from those who work. */
const HURRY_EVERY_MS = 15
const MAX_HURRIES = 12

/** Starts it with nobody in its chats. */
export async function startTelegramFake({
  now = Date.now,
  tokens = [TOKEN],
  limits = {},
  hurry,
}: TelegramFakeOptions = {}): Promise<TelegramFake> {
  const offences: string[] = []
  const counts = new Map<string, number>()
  const watchers = new Set<() => void>()
  const people = new Map<string, FakePerson>()
  let mishaps: (Mishap & { seen: number })[] = []
  const notice = () => {
    for (const look of watchers) look()
  }
  const bots = new Map(
    tokens.map(token => {
      const note = (refused: Refused) => void offences.push(`getUpdates ${refused.refusal.code} ${refused.message}`)
      return [token, createBot({ token, now, limits: { ...LIMITS, ...limits }, note })]
    }),
  )

  function mishapOf(method: string): Mishap | undefined {
    const planned = mishaps.filter(mishap => mishap.method === method)
    for (const mishap of planned) mishap.seen += 1
    const struck = planned.find(({ at, seen }) => at === undefined || at === seen)
    if (struck?.at !== undefined) mishaps = mishaps.filter(mishap => mishap !== struck)
    return struck
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const body = await buffer(request)
    const [, path] = /^\/file\/bot(.*)$/.exec(pathname) ?? []
    if (path !== undefined) return download(path, response)
    const [, token = '', method = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(pathname) ?? []
    const bot = bots.get(token)
    if (!bot) return refuse(response, /^\d+:[\w-]{20,}$/.test(token) ? [401, 'Unauthorized'] : [404, 'Not Found'])
    counts.set(method, (counts.get(method) ?? 0) + 1)
    const mishap = mishapOf(method)
    if (mishap?.refusal) {
      const { code, description, parameters } = mishap.refusal
      refuse(response, [code, description], parameters)
      return notice()
    }
    const left = new AbortController()
    response.on('close', () => left.abort())
    try {
      const result = await bot.call(method, await readParams(request, body), left.signal)
      if (!mishap) answer(response, 200, { ok: true, result })
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      const { code, description, parameters } = failure.refusal
      if (method !== 'getUpdates') offences.push(`${method} ${code} ${description}`)
      refuse(response, [code, description], parameters)
    }
    notice()
  }

  function download(path: string, response: ServerResponse): void {
    const [token = '', ...rest] = path.split('/')
    const wanted = decodeURIComponent(rest.join('/'))
    const file = [...(bots.get(token)?.files.values() ?? [])].find(one => one.path === wanted)
    // Telegram does not tell what kind of file it is.
    if (file) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes)
    else refuse(response, [404, 'Not Found'])
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  const botOf = (token = tokens[0] ?? ''): FakeBot => {
    const bot = bots.get(token)
    if (!bot) throw new Error('no such bot')
    return bot
  }

  const fake: TelegramFake = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    bot: botOf,
    person(number, token) {
      const bot = botOf(token)
      const key = `${bot.token} ${number}`
      const person = people.get(key) ?? createPerson({ number, bot, now, until: fake.until })
      people.set(key, person)
      return person
    },
    offences,
    calls: method => counts.get(method) ?? 0,
    plan: mishap => void mishaps.push({ ...mishap, seen: 0 }),
    until(holds, what) {
      if (holds()) return Promise.resolve()
      return new Promise((resolve, reject) => {
        let hurries = 0
        const hurrying = setInterval(() => {
          hurries += 1
          if (hurries <= MAX_HURRIES) hurry?.()
        }, HURRY_EVERY_MS)
        const end = () => {
          clearTimeout(timer)
          clearInterval(hurrying)
          watchers.delete(look)
        }
        const look = () => {
          if (!holds()) return
          end()
          resolve()
        }
        const timer = setTimeout(() => {
          end()
          reject(new Error(`${what}: waited ${PATIENCE_MS / 1_000} s for it; offences: ${offences.join(' | ')}`))
        }, PATIENCE_MS)
        watchers.add(look)
      })
    },
    async close() {
      for (const bot of bots.values()) bot.updates.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return fake
}

async function readParams({ headers }: IncomingMessage, body: Buffer): Promise<Params> {
  const type = headers['content-type'] ?? ''
  if (body.length === 0) return {}
  if (!type.startsWith('multipart/form-data')) return JSON.parse(body.toString())
  const form = await new Response(body, { headers: { 'content-type': type } }).formData()
  const params: Record<string, unknown> = {}
  for (const [name, value] of form) {
    if (typeof value !== 'string')
      params[name] = { fileName: value.name, mimeType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) }
    else params[name] = /^[{[]/.test(value) ? JSON.parse(value) : value
  }
  for (const [name, value] of Object.entries(params))
    if (typeof value === 'string' && value.startsWith('attach://')) params[name] = params[value.slice(9)]
  return params
}

function refuse(
  response: ServerResponse,
  [code, description]: readonly [number, string],
  parameters?: Refusal['parameters'],
): void {
  answer(response, code, { ok: false, error_code: code, description, ...(parameters && { parameters }) })
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
