import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { type Journal, migrate } from '../../journal/journal.ts'
import { journalMigrations } from '../../journal/migrations.ts'
import type { StorageCheck } from './check.ts'
import { accept, claimTurn, textsOf } from './journal-client.ts'

const NAMES = {
  '0001-names': { up: db => sql`create table kit_name (id text primary key)`.execute(db).then(() => {}) },
} satisfies Record<string, Migration>

const AGES = {
  ...NAMES,
  '0002-ages': {
    async up(db) {
      await sql`alter table kit_name add column age integer`.execute(db)
      await sql`update kit_name set age = 7`.execute(db)
      await sql`create index kit_name_age on kit_name (age)`.execute(db)
    },
  },
} satisfies Record<string, Migration>

const BROKEN = {
  ...NAMES,
  '0002-broken': {
    async up(db) {
      await sql`create table kit_half (id text primary key)`.execute(db)
      await sql`insert into kit_name (id) values ('half')`.execute(db)
      throw new Error('killed half-way')
    },
  },
} satisfies Record<string, Migration>

/** How a database comes to have its tables. */
export const migrationChecks: readonly StorageCheck[] = [
  {
    id: 'storage.sql-empty',
    title: 'makes the journal from nothing, also when it is asked for many times at once',
    needs: ['journal'],
    async run({ open }) {
      const journal = (await open()).database()
      await Promise.all(Array.from({ length: 4 }, () => journal.migrate()))
      await journal.migrate()
      await accept(journal, 'anna', 'm1')
      assert.deepEqual(textsOf(await claimTurn(journal)), ['m1'])
    },
  },
  {
    id: 'storage.sql-forward',
    title: 'brings the tables of the version before forward, and keeps their rows',
    needs: ['journal'],
    async run({ open }) {
      const journal = (await open()).database()
      await migrate(journal.db, versionBefore(journal), 'journal')
      await journal.migrate()
      await migrate(journal.db, NAMES, 'kit')
      await sql`insert into kit_name (id) values ('anna')`.execute(journal.db)
      await migrate(journal.db, AGES, 'kit')
      await sql`insert into kit_name (id, age) values ('boris', 8)`.execute(journal.db)
      const { rows } = await sql`select id, age from kit_name order by id`.execute(journal.db)
      assert.deepEqual(
        rows.map(row => ({ ...Object(row) })),
        [
          { id: 'anna', age: 7 },
          { id: 'boris', age: 8 },
        ],
      )
    },
  },
  {
    id: 'storage.sql-half-migration',
    title: 'leaves nothing of a migration that failed half-way, so that the next start does it whole',
    needs: ['journal'],
    async run({ open }) {
      const { db } = (await open()).database()
      await migrate(db, NAMES, 'kit')
      await assert.rejects(migrate(db, BROKEN, 'kit'), /killed half-way/)
      const { rows } = await sql`select id from kit_name`.execute(db)
      assert.deepEqual(rows, [], 'rows of the migration that failed are there')
      await migrate(
        db,
        {
          ...NAMES,
          '0002-broken': { up: async db => void (await sql`create table kit_half (id text primary key)`.execute(db)) },
        },
        'kit',
      )
    },
  },
]

/** All of the journal's migrations but the newest. */
function versionBefore({ family }: Journal): Readonly<Record<string, Migration>> {
  return Object.fromEntries(Object.entries(journalMigrations(family)).toSorted().slice(0, -1))
}
