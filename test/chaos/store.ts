import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'
import type { StoreName } from './plan.ts'
import { pause, RUN_BEGINS, type RunTime, SPEED } from './run-time.ts'
import { type Row, TABLES, type World } from './world.ts'

/** Where the journals of all runs are kept. */
export interface Store {
  /** A new, empty one for a run in `folder`. */
  open(folder: string, time: RunTime): Promise<OpenStore>
  stop(): Promise<void>
}

/** The journal of one run. */
export interface OpenStore {
  /** The block `storage:` of the configuration. */
  readonly config: object | undefined
  ask(query: string): Promise<readonly Row[]>
  /** Everything that the checker reads. */
  dump(): Promise<World['tables']>
  /** The database's own time goes on by so much. */
  jump(ms: number): Promise<void>
  /** Ends a server as a power cut would, and starts it again after `downMs`. */
  outage(server: 'postgres' | 'redis', downMs: number): Promise<void>
}

async function dumpOf(ask: OpenStore['ask']): Promise<World['tables']> {
  const dumped = await Promise.all(TABLES.map(async table => [table, await ask(`select * from ${table}`)] as const))
  return Object.fromEntries(dumped) as World['tables']
}

function sqliteStore(): Store {
  return {
    async open(folder) {
      const ask = async (query: string) => {
        const database = new DatabaseSync(join(folder, 'data', 'aiadmin.sqlite'), { readOnly: true })
        try {
          return database.prepare(query).all() as Row[]
        } finally {
          database.close()
        }
      }
      return { config: undefined, ask, dump: () => dumpOf(ask), async jump() {}, async outage() {} }
    },
    async stop() {},
  }
}

/**
 * PostgreSQL's own time, by which leases are taken, goes as fast as the desks' clocks: a function of the same name that
 * is found before the built-in one. In PL/pgSQL a session plans it once, in SQL at every call.
 */
const fasterClock = ({ startedAt, offsetMs }: ReturnType<RunTime['state']>, database: string) => `
  create table public.chaos_clock (offset_ms double precision not null);
  insert into public.chaos_clock values (${offsetMs});
  create function public.clock_timestamp() returns timestamptz language plpgsql volatile as $$ begin return (
    select pg_catalog.to_timestamp((${RUN_BEGINS} + offset_ms
      + (pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) * 1000 - ${startedAt}) * ${SPEED}) / 1000)
    from public.chaos_clock); end $$;
  alter database ${database} set search_path = public, pg_catalog;`

async function postgresStore(): Promise<Store | { skip: string }> {
  const [postgres, redis] = await Promise.all([
    startPostgres(['fsync = off', 'full_page_writes = off', 'max_connections = 100']),
    startRedis(),
  ])
  if ('skip' in postgres || 'skip' in redis) {
    for (const server of [postgres, redis]) if (!('skip' in server)) await server.stop()
    return 'skip' in postgres ? postgres : { skip: 'skip' in redis ? redis.skip : '' }
  }
  return {
    async open(_folder, time) {
      const [url, sessions] = await Promise.all([postgres.createDatabase(), redis.emptyDatabase()])
      await postgres.ask(url, fasterClock(time.state(), new URL(url).pathname.slice(1)))
      // Whole numbers of 64 bits come as text.
      const ask = async (query: string) =>
        (await postgres.ask(url, `select row_to_json(answer) as row from (${query}) answer`)).map(
          ({ row }) => row as Row,
        )
      return {
        config: {
          journal: { use: 'postgres', with: { url } },
          sessions: { use: 'redis', with: { url: sessions } },
        },
        ask,
        dump: () => dumpOf(ask),
        async jump(ms) {
          await postgres.ask(url, `update public.chaos_clock set offset_ms = offset_ms + ${ms}`)
        },
        async outage(server, downMs) {
          const service = server === 'postgres' ? postgres : redis
          await service.kill()
          await pause(downMs)
          await service.start()
        },
      }
    },
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
}

/** Starts the servers that the store needs, or says why it can't. */
export function startStore(name: StoreName): Promise<Store | { skip: string }> {
  return name === 'sqlite' ? Promise.resolve(sqliteStore()) : postgresStore()
}
