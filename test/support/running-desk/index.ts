import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { stringify } from 'yaml'
import { checkConfig } from '../../../config/check.ts'
import { formatFindings } from '../../../config/format.ts'
import { createDeskLoader } from '../../../core/cli/desk-file.ts'
import type { Appointment, ChannelEvent, CrmInstance } from '../../../core/contract/index.ts'
import type { Reach } from '../../../core/ledger/fail-points.ts'
import { createRuntime, type Runtime } from '../../../core/runtime.ts'
import { newDataFolder } from '../data-folder.ts'
import { type ApiClient, createApiClient } from './client.ts'
import type { Received } from './messenger.ts'
import { type Model, startModel } from './model.ts'
import { API_KEY, MONDAY, salonConfig } from './salon.ts'
import { createShiftedClock, type ShiftedClock } from './shifted-clock.ts'

/** What a test may set; the rest is the small salon of salon.ts. */
export interface DeskOptions {
  /** Blocks of `aiadmin.yaml` that replace the salon's own. */
  config?: Readonly<Record<string, unknown>>
  /** A scripted Gemini leads the dialog; the rules brain stands behind it, unless it is alone. */
  model?: true | 'alone'
  /** How long the model may be silent; short only where it is to be. */
  patienceMs?: number
  /** When it is; Monday of salon.ts when left out. */
  now?: string
  /** Options of the channel `chat`, which is the test's own messenger; absent: there is none. */
  messenger?: Readonly<Record<string, unknown>>
  reach?: Reach
  /** Where its data are, kept when it stops: the desk goes on there. A folder of its own when left out. */
  folder?: string
}

/** One call of the CRM. */
export interface CrmCall {
  method: string
  input: unknown
}

/** The whole product in this process, with what a test needs to play its clients, its model and its clock. */
export interface RunningDesk {
  url: string
  runtime: Runtime
  clock: ShiftedClock
  model: Model
  /** Everything that the CRM was asked, oldest first. */
  crmCalls: CrmCall[]
  /** Calls that write. */
  writes(): readonly string[]
  /** All visits in the CRM, by start. */
  visits(): Promise<readonly Appointment[]>
  client(name: string): ApiClient
  /** Delivers an event to the messenger, as its provider would. */
  deliver(event: ChannelEvent, channel?: string): Promise<Response>
  /** How many messages an address of the messenger has received. */
  receivedSoFar(address: string, channel?: string): Promise<number>
  /** What an address of the messenger received after the first `after` messages; waits for at least one. */
  received(address: string, after?: number, channel?: string): Promise<readonly Received[]>
  received(address: string, after?: number): Promise<readonly Received[]>
  /** The drafts that an address of the messenger was shown; waits for the first. */
  drafts(address: string): Promise<readonly string[]>
  /** The session of an API client, as the journal keeps it. */
  sessionOf(name: string): Promise<Record<string, unknown>>
  /** Rows of a table of the journal. */
  count(table: 'message' | 'operation' | 'step' | 'hold'): Promise<number>
  stop(): Promise<void>
}

/** The test's own messenger, as a plugin that a configuration names. */
export const MESSENGER = fileURLToPath(new URL('messenger.ts', import.meta.url))

const WRITES = ['createClient', 'updateClient', 'createAppointment', 'rescheduleAppointment', 'cancelAppointment']

/** Notes what the CRM is asked; the calls go through. */
function listenTo(crm: CrmInstance): CrmCall[] {
  const calls: CrmCall[] = []
  for (const [method, ask] of Object.entries(crm)) {
    if (typeof ask !== 'function') continue
    Reflect.set(crm, method, (input: unknown, ...rest: unknown[]) => {
      calls.push({ method, input })
      return Reflect.apply(ask, crm, [input, ...rest])
    })
  }
  return calls
}

/** Starts a desk on a free port with its data in a folder of its own. */
export async function startDesk(options: DeskOptions = {}): Promise<RunningDesk> {
  const folder = options.folder ?? newDataFolder('desk')
  const model = await startModel()
  const clock = createShiftedClock(options.now ?? MONDAY)
  const salon = salonConfig({})
  const gemini = {
    use: 'gemini',
    with: { apiKey: `\${GEMINI_KEY}`, baseUrl: model.url, timeoutMs: options.patienceMs ?? 10_000 },
  }
  const llm = {
    ...(options.model && { gemini }),
    ...(options.model !== 'alone' && { rules: { use: 'rules' } }),
  }
  const chat = options.messenger && {
    chat: { use: MESSENGER, with: options.messenger },
  }
  const channels = { ...Object(Reflect.get(salon, 'channels')), ...chat }
  const env = { API_KEY, GEMINI_KEY: model.apiKey, AIADMIN_SECRET: 'a-made-up-secret-of-32-characters' }
  const checked = await checkConfig({
    file: join(folder, 'aiadmin.yaml'),
    text: stringify({ ...salon, llm, channels, ...options.config }),
    env,
    loader: createDeskLoader(),
  })
  assert.ok(checked.config, formatFindings(checked.findings, { text: checked.text, colors: false }))
  const runtime = await createRuntime({
    config: checked.config,
    env,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    dataFolder: join(folder, 'data'),
    version: '1.2.3',
    clock,
    ...(options.reach && { reach: options.reach }),
  })
  const crmCalls = listenTo(runtime.instances.crm)
  const url = await runtime.start()
  assert.ok(url)
  const { journal } = runtime.instances

  return {
    url,
    runtime,
    clock,
    model,
    crmCalls,
    writes: () => crmCalls.flatMap(({ method }) => (WRITES.includes(method) ? method : [])),
    async visits() {
      const call = { signal: AbortSignal.timeout(5_000), deadline: Number.MAX_SAFE_INTEGER }
      const from = '2026-11-01T00:00:00+03:00'
      const visits = await runtime.instances.crm.listAppointments({ from, to: '2027-03-01T00:00:00+03:00' }, call)
      crmCalls.pop()
      return visits
    },
    client: name => createApiClient(url, name),
    deliver: (event, channel = 'chat') =>
      fetch(`${url}/api/v1/${channel}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
      }),
    async receivedSoFar(address, channel = 'chat') {
      const response = await fetch(`${url}/api/v1/${channel}/count?${new URLSearchParams({ address })}`)
      return Number(await response.text())
    },
    async received(address, after = 0, channel = 'chat') {
      const query = new URLSearchParams({ address, after: String(after) })
      const response = await fetch(`${url}/api/v1/${channel}?${query}`, { signal: AbortSignal.timeout(10_000) })
      return (await response.json()) as Received[]
    },
    async drafts(address) {
      const query = new URLSearchParams({ address })
      const response = await fetch(`${url}/api/v1/chat/drafts?${query}`, { signal: AbortSignal.timeout(10_000) })
      return (await response.json()) as string[]
    },
    async sessionOf(name) {
      const row = await journal.db
        .selectFrom('conversation')
        .select('session')
        .where('address', 'like', `%${name}`)
        .executeTakeFirstOrThrow()
      return JSON.parse(row.session)
    },
    async count(table) {
      const row = await journal.db
        .selectFrom(table)
        .select(eb => eb.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },
    async stop() {
      await runtime.stop()
      await model.close()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
