import { sql } from 'kysely'
import type { StorageInstance } from '../../contract/index.ts'
import type { MethodCall } from '../check.ts'
import type { StorageDesk } from './desk.ts'

const TTL_MS = 60_000

/** One use of everything that the instance offers. */
export function callsOf(desk: StorageDesk): readonly MethodCall[] {
  const { storage } = desk
  const { notify, increment, probe } = storage
  const calls: MethodCall[] = []
  if (storage.keyv) {
    const keyv = desk.keyv('kit')
    calls.push({ name: 'set', run: () => keyv.set('anna', 'here') }, { name: 'get', run: () => keyv.get('anna') })
  }
  if (storage.sql) calls.push({ name: 'a query', run: () => sql`select 1`.execute(desk.database().db) })
  if (notify) calls.push({ name: 'notify', run: () => notify('kit', 'anna') })
  if (increment) calls.push({ name: 'increment', run: () => increment('kit', TTL_MS) })
  if (probe) calls.push({ name: 'probe', run: call => probe(call) })
  return calls
}

/** Input that makes no sense. */
export function oddCallsOf({ keyv, sql, notify, increment }: StorageInstance): readonly MethodCall[] {
  const calls: MethodCall[] = []
  if (keyv && sql) calls.push({ name: 'keyv without the Kysely', run: async () => keyv('kit') })
  if (notify) calls.push({ name: 'notify of nothing', run: () => notify('', '') })
  if (increment) calls.push({ name: 'increment for no time', run: () => increment('', 0) })
  return calls
}

/** What was set in one instance and shows in another one, which has a backend of its own. */
export async function leakBetween(one: StorageDesk, other: StorageDesk): Promise<string | undefined> {
  if (one.storage.keyv) {
    await one.keyv('kit').set('leak', 'here')
    if ((await other.keyv('kit').get('leak')) !== undefined) return 'a value that was set in one instance is in another'
  }
  if (one.storage.sql) {
    await sql`create table kit_leak (id text)`.execute(one.database().db)
    const isThere = await sql`select id from kit_leak`.execute(other.database().db).then(
      () => true,
      () => false,
    )
    if (isThere) return 'a table that was made in one instance is in another'
  }
  return undefined
}
