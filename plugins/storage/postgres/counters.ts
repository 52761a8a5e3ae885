import { sql } from 'kysely'
import type { Database } from '../../../core/contract/index.ts'

/** Expired counters are deleted once in so many. */
const SWEEP_EVERY = 1_000

/** Counters that a crash of the database may empty: their table is not logged, and counting waits for no disk. */
export function createCounters(kysely: Database, business: string) {
  let ready: Promise<unknown> | undefined
  let untilSweep = SWEEP_EVERY

  const prepare = () => {
    ready ??=
      sql`create unlogged table if not exists aiadmin_count (key text primary key, sum bigint not null, ends_at timestamptz not null)`
        .execute(kysely)
        .catch(failure => {
          ready = undefined
          throw failure
        })
    return ready
  }

  return {
    async increment(key: string, ttlMs: number): Promise<number> {
      await prepare()
      const end = sql`clock_timestamp() + ${ttlMs}::double precision * interval '1 millisecond'`
      const { rows } = await sql<{ sum: number }>`insert into aiadmin_count as counter (key, sum, ends_at)
        values (${`${business}:${key}`}, 1, ${end})
        on conflict (key) do update set
          sum = case when counter.ends_at <= clock_timestamp() then 1 else counter.sum + 1 end,
          ends_at = case when counter.ends_at <= clock_timestamp() then excluded.ends_at else counter.ends_at end
        returning sum`.execute(kysely)
      untilSweep -= 1
      if (untilSweep <= 0) {
        untilSweep = SWEEP_EVERY
        await sql`delete from aiadmin_count where ends_at < clock_timestamp()`.execute(kysely)
      }
      return rows[0]?.sum ?? 1
    },
  }
}
