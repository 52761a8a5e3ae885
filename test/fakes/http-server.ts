import { type Logger, pino } from 'pino'
import { Registry } from 'prom-client'
import type { ServerConfig } from '../../config/desk-config.ts'
import { createCount } from '../../core/replicas/count.ts'
import { closeServer } from '../../core/server/close.ts'
import { buildServer, type ServerParts } from '../../core/server/index.ts'
import { createMovingClock } from '../moving-clock.ts'

/** What a test may set of the server; everything else has a sensible value. */
export interface TestServerOptions extends Partial<Omit<ServerParts, 'server' | 'log'>> {
  server?: Partial<ServerConfig>
  log?: Logger
}

/** The real server on a free port of this machine. */
export async function startTestServer({ server, ...parts }: TestServerOptions = {}) {
  const log = pino({ level: 'silent' })
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const app = await buildServer({
    server: {
      host: '127.0.0.1',
      port: 0,
      trustProxy: false,
      origins: [],
      bodyLimitBytes: 64 * 1024,
      requestsPerMinute: 1_000,
      ...server,
    },
    log,
    clock,
    count: createCount([], { log, clock }),
    version: '1.2.3',
    companyName: 'Mirabelle',
    files: [],
    demo: false,
    status: async () => ({ accepting: true, instances: {} }),
    channels: [],
    metrics: new Registry(),
    ...parts,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, close: () => closeServer(app) }
}
