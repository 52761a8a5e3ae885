import { after } from 'node:test'
import type { MovingClock } from '../moving-clock.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

/** The store on which the suites of the journal run: SQLite, or what `AIADMIN_TEST_STORE` names. */
export const testStore = process.env['AIADMIN_TEST_STORE'] === 'postgres' ? 'postgres' : 'sqlite'

let shared: Promise<PostgresServer> | undefined

/** One server for all tests of this process. */
function server(): Promise<PostgresServer> {
  shared ??= startPostgres(['fsync = off']).then(started => {
    if ('skip' in started) throw new Error(started.skip)
    return started
  })
  return shared
}

/** The url of an empty database whose time goes on by itself. */
export async function plainDatabase(): Promise<string> {
  return (await server()).createDatabase()
}

// Here and not where it is started: that may be inside a test, whose end would be the server's.
after(async () => (await shared)?.stop())

const databases = new Map<string, string>()
const clocks = new WeakMap<MovingClock, Set<string>>()

/**
 * The url of a database whose own time is the test's clock: leases are counted on it. The same `folder` is the same database.
 *
 * Before the system's functions PostgreSQL looks into the schema `moved`, where a function of that name reads a row.
 */
export async function movedDatabase(clock: MovingClock, folder: string): Promise<string> {
  const { createDatabase, ask } = await server()
  const show = (url: string, now: number) => ask(url, `update moved.clock set now = ${now}`)
  let url = databases.get(folder)
  if (url === undefined) {
    url = await createDatabase()
    databases.set(folder, url)
    await ask(
      url,
      `create schema moved;
       create table moved.clock as select ${clock.now()}::bigint as now;
       create function moved.clock_timestamp() returns timestamptz language sql volatile
         as 'select to_timestamp(now / 1000.0) from moved.clock';
       alter database ${new URL(url).pathname.slice(1)} set search_path = public, moved, pg_catalog`,
    )
  }
  const bound = clocks.get(clock)
  if (bound) bound.add(url)
  else {
    const urls = new Set([url])
    clocks.set(clock, urls)
    const { advance } = clock
    clock.advance = async ms => {
      const end = clock.now() + ms
      await Promise.all([...urls].map(each => show(each, end)))
      await advance(ms)
    }
  }
  await show(url, clock.now())
  return url
}
