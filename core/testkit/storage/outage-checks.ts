import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import type { StorageCheck, StorageWorld } from './check.ts'
import type { StorageDesk } from './desk.ts'

/** What the contract gives a dead backend, and what a busy machine needs on top. */
const REJECTS_WITHIN_MS = 5_000 + 500
/** Whoever lost a connection tries again with back-off. */
const BACK_WITHIN_MS = 8_000

/** What a storage does without its backend. */
export const outageChecks: readonly StorageCheck[] = [
  {
    id: 'storage.dead-backend',
    title: 'rejects within 5 s while its backend is dead, never answers "missing", and is back with it',
    needs: [],
    async run(world) {
      const desk = await world.open()
      const uses = await usesOf(desk)
      for (const use of Object.values(uses)) await use()
      if (desk.proxy) {
        for (const outage of ['cut', 'silent'] as const) {
          desk.proxy.begin(outage)
          await assertRejects(uses, world)
          desk.proxy.end()
          await assertBack(uses)
        }
      } else {
        const { takeAway } = world.subject
        assert.ok(takeAway, ADVICE)
        await takeAway({ dataFolder: desk.bench.context.dataFolder })
        await assertRejects(uses, world)
      }
    },
  },
]

const ADVICE =
  'give the kit `fake`, which names the URL of a backend, or `takeAway`, which breaks one that is part of this machine'

type Uses = Readonly<Record<string, () => Promise<unknown>>>

/** One use of everything that the roles promise. */
async function usesOf(desk: StorageDesk): Promise<Uses> {
  const { keyv, sql } = desk.storage
  return { ...(keyv && (await keyvUses(desk))), ...(sql && (await sqlUses(desk))) }
}

async function keyvUses(desk: StorageDesk): Promise<Uses> {
  const keyv = desk.keyv('sessions')
  await keyv.set('anna', 'here')
  return {
    'get of a key that is there': () => keyv.get('anna'),
    'get of a missing key': () => keyv.get('nobody'),
    has: () => keyv.has('anna'),
    set: () => keyv.set('anna', 'here'),
    delete: () => keyv.delete('nobody'),
  }
}

async function sqlUses(desk: StorageDesk): Promise<Uses> {
  const { db } = desk.database()
  await sql`create table kit_outage (id integer primary key)`.execute(db)
  await sql`insert into kit_outage (id) values (1)`.execute(db)
  return {
    'a query': () => sql`select id from kit_outage`.execute(db),
    'a transaction': () =>
      db.transaction().execute(transaction => sql`update kit_outage set id = 1`.execute(transaction)),
  }
}

/** All at once: each has the whole time of its own. */
async function assertRejects(uses: Uses, { trace }: StorageWorld): Promise<void> {
  const outcomes = await Promise.all(
    Object.entries(uses).map(async ([name, use]) => ({ name, ...(await outcomeOf(use)) })),
  )
  for (const { name, answer, error } of outcomes) {
    if (error === undefined) assert.fail(`${name} ${answer}`)
    const text = inspect(error, { depth: 8 })
    for (const secret of trace.secrets) assert.ok(!text.includes(secret), `the error of ${name} shows a secret`)
  }
}

async function outcomeOf(use: () => Promise<unknown>): Promise<{ answer?: string; error?: unknown }> {
  const { promise: late, resolve } = Promise.withResolvers<{ answer: string }>()
  const timer = setTimeout(resolve, REJECTS_WITHIN_MS, { answer: 'has not rejected within 5 s' })
  const outcome = use().then(
    value => ({ answer: `answers ${inspect(value)} while the backend is dead` }),
    (error: unknown) => ({ error: error ?? 'nothing' }),
  )
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer))
}

/** The backend is there again: so is the storage, without anybody starting it anew. */
async function assertBack(uses: Uses): Promise<void> {
  const end = performance.now() + BACK_WITHIN_MS
  for (const [name, use] of Object.entries(uses)) {
    for (;;) {
      const { error, answer } = await outcomeOf(use)
      if (error === undefined && answer?.startsWith('answers')) break
      assert.ok(performance.now() < end, `${name} still fails after the backend has come back: ${inspect(error)}`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
