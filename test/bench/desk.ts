import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { QUESTION } from './dialog.ts'
import type { LoadTarget } from './load.ts'
import { launch, type Measured } from './process.ts'

const root = join(import.meta.dirname, '..', '..')
const KEY = 'bench-key-of-32-characters-000000'
const NO_LIMIT = 100_000_000
/** The options of Node in the Dockerfile. */
const AS_IN_THE_IMAGE = ['--max-semi-space-size=8', '--heap-growing-percent=50']

/** The built product on its own port and in its own folder. */
export interface Desk {
  target: LoadTarget
  /** The journal's file. */
  database: string
  start(): Promise<Measured>
  remove(): void
}

/** Makes a deployment from the example: its company and calendar, the given brain, SQLite unless told otherwise, the HTTP channel. */
export async function prepareDesk(llm: object, secrets: Record<string, string> = {}, storage?: object): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-bench-'))
  const port = await freePort()
  const example: object = parse(readFileSync(join(root, 'aiadmin.yaml.example'), 'utf8'))
  const config = {
    ...example,
    server: { host: '127.0.0.1', port, requestsPerMinute: NO_LIMIT },
    llm,
    storage,
    channels: {
      messages: {
        use: 'http',
        with: { apiKeys: [{ name: 'bench', key: reference('BENCH_KEY') }], requestsPerMinute: NO_LIMIT },
      },
    },
  }
  const file = join(folder, 'aiadmin.yaml')
  writeFileSync(file, stringify(config))
  const url = `http://127.0.0.1:${port}`
  const ready = async () => {
    const response = await fetch(`${url}/readyz`).catch(() => undefined)
    await response?.body?.cancel()
    return response?.status === 200
  }
  return {
    target: {
      url: `${url}/api/v1/messages`,
      headers: { authorization: `Bearer ${KEY}` },
      body: turn => ({ conversation: `bench-${turn}`, text: QUESTION }),
      check: checkReply,
    },
    database: join(folder, 'data', 'aiadmin.sqlite'),
    start: () =>
      launch({
        args: [...AS_IN_THE_IMAGE, join(root, 'dist', 'core', 'cli', 'aiadmin.js'), 'start', file],
        env: { ...secrets, BENCH_KEY: KEY, AIADMIN_DATA: join(folder, 'data') },
        ready,
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** How a secret stands in the configuration. */
export const reference = (name: string) => `\${${name}}`

/** Every turn must be answered with words. */
export function checkReply(status: number, answer: string): void {
  const { replies }: { replies?: { text: string }[] } = status === 200 ? JSON.parse(answer) : {}
  if (!replies?.some(reply => reply.text !== '')) throw new Error(`no reply: ${status} ${answer.slice(0, 300)}`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
