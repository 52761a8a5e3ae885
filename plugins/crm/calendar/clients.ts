import type { Insertable, Kysely, Selectable } from 'kysely'
import type { Client, CrmInstance, NewClient, PluginContext } from '../../../core/contract/index.ts'
import type { Book } from './book.ts'
import { rowIdOf } from './row-id.ts'
import type { Tables } from './tables.ts'

type ClientRow = Selectable<Tables['client']>

const PHONE = /^\+[1-9]\d{6,14}$/
const NAME_LENGTH = 200
/** Whoever was erased: their visits stay in the book. */
const ERASED = '—'

/** Methods 1 to 4: the people who come. */
export function createClients(
  book: Book,
): Pick<CrmInstance, 'findClientsByPhone' | 'getClient' | 'createClient' | 'updateClient' | 'eraseClient'> {
  const { context } = book
  const { business } = context

  return {
    async findClientsByPhone({ phone }, call) {
      checkPhone(phone, context.error)
      return (await clientsOfPhone(await book.read(call), business, phone)).map(toClient)
    },

    async getClient({ id }, call) {
      const row = await clientById(await book.read(call), business, id)
      return row && toClient(row)
    },

    async createClient(input, call) {
      checkPhone(input.phone, context.error)
      const name = readName(input.name, context.error)
      return book.write(call, async (transaction, nextId) => {
        const before = await transaction
          .selectFrom('client')
          .selectAll()
          .where('business', '=', business)
          .where('key', '=', input.key)
          .executeTakeFirst()
        return toClient(before ?? (await insertClient(transaction, { ...input, business, name, id: await nextId() })))
      })
    },

    async updateClient({ id, patch }, call) {
      if (patch.phone !== undefined) checkPhone(patch.phone, context.error)
      const change = {
        ...(patch.name !== undefined && { name: readName(patch.name, context.error) }),
        ...(patch.phone !== undefined && { phone: patch.phone }),
        ...(patch.email !== undefined && { email: patch.email }),
        ...(patch.comment !== undefined && { comment: patch.comment }),
      }
      return book.write(call, async transaction => {
        const before = await clientById(transaction, business, id)
        if (!before) throw context.error('not_found', `there is no client ${id}`)
        if (Object.keys(change).length > 0)
          await transaction
            .updateTable('client')
            .set(change)
            .where('business', '=', business)
            .where('id', '=', before.id)
            .execute()
        return toClient({ ...before, ...change })
      })
    },

    async eraseClient({ phone }, call) {
      checkPhone(phone, context.error)
      return book.write(call, async transaction => {
        const ids = (await clientsOfPhone(transaction, business, phone)).map(({ id }) => id)
        if (ids.length === 0) return { clients: 0, visits: 0 }
        const { numUpdatedRows } = await transaction
          .updateTable('appointment')
          .set({ comment: null, cancel_reason: null })
          .where('business', '=', business)
          .where('client_id', 'in', ids)
          .executeTakeFirst()
        await transaction
          .updateTable('client')
          .set({ name: ERASED, phone: null, email: null, comment: null, key: null })
          .where('business', '=', business)
          .where('id', 'in', ids)
          .execute()
        return { clients: ids.length, visits: Number(numUpdatedRows) }
      })
    },
  }
}

/** Whom a new visit belongs to: by id, else by phone, else somebody new. Nobody's name is changed. */
export async function linkClient(
  book: Book,
  transaction: Kysely<Tables>,
  options: { client: { id?: string; name: string; phone: string }; nextId: () => Promise<number> },
): Promise<ClientRow> {
  const { client, nextId } = options
  const { business, error } = book.context
  if (client.id !== undefined) {
    const row = await clientById(transaction, business, client.id)
    if (!row) throw error('invalid', `there is no client ${client.id}`)
    return row
  }
  checkPhone(client.phone, error)
  const name = readName(client.name, error)
  const known = await clientsOfPhone(transaction, business, client.phone)
  // Several people may share a phone: the one of this name, else whoever was there first.
  const namesake = known.find(row => row.name.toLowerCase() === name.toLowerCase())
  return namesake ?? known[0] ?? insertClient(transaction, { business, id: await nextId(), name, phone: client.phone })
}

async function insertClient(
  transaction: Kysely<Tables>,
  {
    business,
    id,
    name,
    phone,
    email,
    comment,
    key,
  }: Partial<NewClient> & { business: string; id: number; name: string },
): Promise<ClientRow> {
  const row: Insertable<Tables['client']> = {
    business,
    id,
    name,
    phone: phone ?? null,
    email: email ?? null,
    comment: comment ?? null,
    key: key ?? null,
  }
  return transaction.insertInto('client').values(row).returningAll().executeTakeFirstOrThrow()
}

function clientsOfPhone(kysely: Kysely<Tables>, business: string, phone: string): Promise<ClientRow[]> {
  return kysely
    .selectFrom('client')
    .selectAll()
    .where('business', '=', business)
    .where('phone', '=', phone)
    .orderBy('id')
    .execute()
}

async function clientById(kysely: Kysely<Tables>, business: string, id: string): Promise<ClientRow | undefined> {
  return kysely
    .selectFrom('client')
    .selectAll()
    .where('business', '=', business)
    .where('id', '=', rowIdOf(id))
    .executeTakeFirst()
}

function toClient({ id, name, phone, email, comment }: ClientRow): Client {
  return {
    id: String(id),
    name,
    ...(phone !== null && { phone }),
    ...(email !== null && { email }),
    ...(comment !== null && { comment }),
  }
}

function checkPhone(phone: string, error: PluginContext['error']): void {
  if (!PHONE.test(phone)) throw error('invalid', 'a phone must be in E.164, such as +79161234567')
}

function readName(name: string, error: PluginContext['error']): string {
  const text = name.trim()
  if (text === '' || text.length > NAME_LENGTH) throw error('invalid', `a name has 1 to ${NAME_LENGTH} characters`)
  return text
}
