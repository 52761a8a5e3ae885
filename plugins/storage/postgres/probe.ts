import { sql } from 'kysely'
import type { Clock, Database, Probe } from '../../../core/contract/index.ts'

/** The oldest version that still gets fixes is newer; below this one something that is used here is missing. */
const OLDEST = 130_000
/** Leases are counted on the database's clock, everything that people see on ours. */
const MAX_APART_MS = 60_000

interface Facts {
  version: number
  name: string
  may_create: boolean
  is_replica: boolean
  encoding: string
  synchronous_commit: string
  now: number
}

/** Says whether the journal can be kept here; changes nothing. */
export async function probeDatabase(kysely: Database, clock: Clock, where: string): Promise<Probe> {
  const before = clock.now()
  const { rows } = await sql<Facts>`select
    current_setting('server_version_num')::int as version,
    current_setting('server_version') as name,
    has_schema_privilege(current_schema(), 'create') as may_create,
    pg_is_in_recovery() as is_replica,
    current_setting('server_encoding') as encoding,
    current_setting('synchronous_commit') as synchronous_commit,
    (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(kysely)
  const [facts] = rows
  if (!facts) return { ok: false, summary: `PostgreSQL at ${where} did not say what it is` }
  const apartMs = Math.abs(facts.now - (before + clock.now()) / 2)
  const wrong = [
    facts.version < OLDEST && `it is version ${facts.name}; 13 or newer is needed`,
    facts.is_replica && 'it is a read-only replica; connect to the primary',
    !facts.may_create && 'the user may not create tables; run: grant all on schema public to <user>',
    facts.encoding !== 'UTF8' && `its encoding is ${facts.encoding}; create the database with encoding UTF8`,
    facts.synchronous_commit === 'off' &&
      'synchronous_commit is off: what was stored can be lost in a power cut; set it to on',
    apartMs > MAX_APART_MS &&
      `its clock and this machine's are ${Math.round(apartMs / 60_000)} minutes apart; let both keep their time by NTP`,
  ].filter(text => text !== false)
  if (wrong.length > 0) return { ok: false, summary: `PostgreSQL at ${where}: ${wrong.join('; ')}` }
  return { ok: true, summary: `PostgreSQL ${facts.name} at ${where} answers` }
}
