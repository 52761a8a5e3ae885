import { type Kysely, OperationNodeTransformer, type SchemableIdentifierNode } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { AppointmentStatus, Database } from '../../../core/contract/index.ts'

/** The plugin's tables; their real names begin with the instance's prefix. Times are milliseconds since the epoch. */
export type Tables = {
  /** One row: the last id that was given. Writers queue on it, also where the database lets several write at once. */
  counter: { business: string; last_id: number }
  client: {
    business: string
    id: number
    name: string
    phone: string | null
    email: string | null
    comment: string | null
    key: string | null
  }
  appointment: {
    business: string
    id: number
    client_id: number
    status: AppointmentStatus
    start_at: number
    end_at: number
    comment: string | null
    price: string | null
    cancel_reason: string | null
    key: string
    changed_at: number
  }
  /** One employee's share of a visit; `taken_from` and `taken_to` include the buffers. */
  part: {
    business: string
    appointment_id: number
    position: number
    employee_id: string
    service_ids: string
    start_at: number
    end_at: number
    taken_from: number
    taken_to: number
  }
  /** Which write with which key touched which visit. */
  written: { business: string; kind: 'book' | 'move' | 'cancel'; key: string; appointment_id: number }
}

const NAMES: ReadonlySet<string> = new Set([
  'counter',
  'client',
  'appointment',
  'part',
  'written',
] satisfies (keyof Tables)[])

class TablePrefix extends OperationNodeTransformer {
  readonly #prefix: string
  constructor(prefix: string) {
    super()
    this.#prefix = prefix
  }
  protected override transformSchemableIdentifier(node: SchemableIdentifierNode): SchemableIdentifierNode {
    if (!NAMES.has(node.identifier.name)) return node
    return { ...node, identifier: { ...node.identifier, name: this.#prefix + node.identifier.name } }
  }
}

/** The same database with the plugin's own tables under their short names. */
export function withTables(kysely: Database, prefix: string): Kysely<Tables> {
  const transformer = new TablePrefix(prefix)
  return kysely.$extendTables<Tables>().withPlugin({
    transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
    transformResult: async ({ result }) => result,
  })
}

/** How the tables came to be. Applied ones never change. */
export function migrationsOf(prefix: string): Readonly<Record<string, Migration>> {
  return {
    '001_book': {
      async up(database) {
        const { schema } = withTables(database, prefix)
        await schema
          .createTable('counter')
          .addColumn('business', 'text', column => column.primaryKey())
          .addColumn('last_id', 'bigint', column => column.notNull())
          .execute()
        await schema
          .createTable('client')
          .addColumn('business', 'text', column => column.notNull())
          .addColumn('id', 'bigint', column => column.notNull())
          .addColumn('name', 'text', column => column.notNull())
          .addColumn('phone', 'text')
          .addColumn('email', 'text')
          .addColumn('comment', 'text')
          .addColumn('key', 'text')
          .addPrimaryKeyConstraint(`${prefix}client_id`, ['business', 'id'])
          .addUniqueConstraint(`${prefix}client_key`, ['business', 'key'])
          .execute()
        await schema.createIndex(`${prefix}client_phone`).on('client').columns(['business', 'phone']).execute()
        await schema
          .createTable('appointment')
          .addColumn('business', 'text', column => column.notNull())
          .addColumn('id', 'bigint', column => column.notNull())
          .addColumn('client_id', 'bigint', column => column.notNull())
          .addColumn('status', 'text', column => column.notNull())
          .addColumn('start_at', 'bigint', column => column.notNull())
          .addColumn('end_at', 'bigint', column => column.notNull())
          .addColumn('comment', 'text')
          .addColumn('price', 'text')
          .addColumn('cancel_reason', 'text')
          .addColumn('key', 'text', column => column.notNull())
          .addColumn('changed_at', 'bigint', column => column.notNull())
          .addPrimaryKeyConstraint(`${prefix}appointment_id`, ['business', 'id'])
          .execute()
        await schema
          .createIndex(`${prefix}appointment_start`)
          .on('appointment')
          .columns(['business', 'start_at'])
          .execute()
        await schema
          .createIndex(`${prefix}appointment_client`)
          .on('appointment')
          .columns(['business', 'client_id'])
          .execute()
        await schema
          .createTable('part')
          .addColumn('business', 'text', column => column.notNull())
          .addColumn('appointment_id', 'bigint', column => column.notNull())
          .addColumn('position', 'integer', column => column.notNull())
          .addColumn('employee_id', 'text', column => column.notNull())
          .addColumn('service_ids', 'text', column => column.notNull())
          .addColumn('start_at', 'bigint', column => column.notNull())
          .addColumn('end_at', 'bigint', column => column.notNull())
          .addColumn('taken_from', 'bigint', column => column.notNull())
          .addColumn('taken_to', 'bigint', column => column.notNull())
          .addPrimaryKeyConstraint(`${prefix}part_id`, ['business', 'appointment_id', 'position'])
          .execute()
        // Visits to come are few, past ones are not: the end finds the former.
        await schema.createIndex(`${prefix}part_taken`).on('part').columns(['business', 'taken_to']).execute()
        await schema
          .createTable('written')
          .addColumn('business', 'text', column => column.notNull())
          .addColumn('kind', 'text', column => column.notNull())
          .addColumn('key', 'text', column => column.notNull())
          .addColumn('appointment_id', 'bigint', column => column.notNull())
          .addPrimaryKeyConstraint(`${prefix}written_key`, ['business', 'key', 'kind', 'appointment_id'])
          .execute()
      },
    },
  }
}
