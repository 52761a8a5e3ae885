// A stand-in for an integration platform, or for a salon's own script: it takes operations over the plugin's contract.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

/** What signs the operations. */
export const SECRET = 'a-made-up-secret-of-a-test'

/** An operation as it came. */
export interface Told {
  event: string
  key: string
  visit: { id: string; start: string; date: string; time: string; services: string; employee: string }
  previous?: { date: string; time: string }
  client: { name: string; phone: string }
  language: string
  callback: string
}

/** A platform that remembers what it was told. */
export interface PlatformFake {
  url: string
  /** Everything that came, repetitions too. */
  readonly came: Told[]
  /** Each operation once: platforms are told twice now and then. */
  operations(): readonly Told[]
  /** What it answers from now on; platforms say a word, scripts may decide at once. */
  answer: { status: number; type: string; body: string }
  /** Requests whose signature or age is not right: there should be none. */
  readonly forged: string[]
  close(): Promise<void>
}

/** Starts it. */
export async function startPlatformFake({ now }: { now(): number }): Promise<PlatformFake> {
  const came: Told[] = []
  const forged: string[] = []
  const fake: Pick<PlatformFake, 'answer'> = { answer: { status: 200, type: 'text/plain', body: 'Accepted' } }
  const server = createServer((request, response) => {
    const take = async () => {
      const body = await text(request)
      // What platforms show of the past runs of a scenario.
      if (request.method === 'GET' && request.url === '/operations')
        return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(came))
      const [, seconds = '', given = ''] =
        /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(request.headers['x-aiadmin-signature'])) ?? []
      const expected = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')
      const isForged = given !== expected || Math.abs(now() / 1_000 - Number(seconds)) > 300
      // A mere look: scripts check the signature, nothing is begun by it.
      if (request.method === 'OPTIONS') return void response.writeHead(isForged ? 403 : fake.answer.status).end()
      if (isForged) forged.push(body)
      if (fake.answer.status < 300) came.push(JSON.parse(body))
      response.writeHead(fake.answer.status, { 'content-type': fake.answer.type }).end(fake.answer.body)
    }
    take().catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  return Object.assign(fake, {
    url: `http://127.0.0.1:${address.port}`,
    came,
    forged,
    operations: () => [...new Map(came.map(one => [`${one.event} ${one.key}`, one])).values()],
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  })
}
