import type { Call, Client, ClientPatch, CrmInstance, NewClient, Phone } from '../../../core/contract/index.ts'
import type { Parts } from './parts.ts'
import { digitsOf, phoneOf } from './phones.ts'
import { blockOf, blocksOf, idOf, isId, numberOf, textOf, type Wire } from './wire.ts'

const PAGE = 200
/** The end of a number, which is the same however it is written: with +7 or 8, with or without the country. */
const LAST_DIGITS = 9

/** Everybody who has exactly this phone in this location. @throws when a row hides its phone: then nobody can be ruled out. */
export async function findClients(parts: Parts, phone: Phone, call: Call): Promise<readonly Client[]> {
  const { api, context, dialect } = parts
  const wanted = phoneOf(phone, dialect)
  if (wanted === undefined) return []
  const rows: Wire[] = []
  for (let page = 1; ; page += 1) {
    const body = {
      page,
      page_size: PAGE,
      // The default is the id alone.
      fields: ['id', 'name', 'phone', 'email'],
      operation: 'AND',
      filters: [{ type: 'quick_search', state: { value: digitsOf(wanted).slice(-LAST_DIGITS) } }],
    }
    const path = `/company/${context.config.companyId}/clients/search`
    const found = await api.list({ method: 'POST', path, body, isQuestion: true }, call)
    rows.push(...found.rows)
    const total = numberOf(found.meta['total_count'])
    if (found.rows.length === 0 || (total === undefined ? found.rows.length < PAGE : rows.length >= total)) break
  }
  if (rows.some(row => phoneOf(row['phone'], dialect) === undefined))
    throw context.error('unauthorized', `${dialect.title} hides phones: give the user the right to see clients’ phones`)
  return rows.flatMap(row => readClient(parts, row) ?? []).filter(client => client.phone === wanted)
}

/** A card without its comment, which staff write for themselves. */
function readClient({ dialect }: Parts, card: Wire): Client | undefined {
  const id = idOf(card['id'])
  if (id === undefined) return undefined
  const phone = phoneOf(card['phone'], dialect)
  const email = textOf(card['email'])
  return { id, name: textOf(card['name']), ...(phone !== undefined && { phone }), ...(email && { email }) }
}

/** Methods 1 to 4. */
export function createClients(
  parts: Parts,
): Pick<CrmInstance, 'findClientsByPhone' | 'getClient' | 'createClient' | 'updateClient'> {
  const { api, context, dialect } = parts
  const { error } = context
  const c = context.config.companyId
  const cardOf = async (id: string, call: Call) =>
    isId(id) ? api.find({ path: `/client/${c}/${id}` }, call) : undefined

  const written = (data: unknown): Client => {
    const client = readClient(parts, blockOf(Array.isArray(data) ? data[0] : data))
    if (!client) throw error('unknown_outcome', `${dialect.title} took a client and did not answer which`)
    return client
  }

  return {
    findClientsByPhone: ({ phone }, call) => findClients(parts, phone, call),

    async getClient({ id }, call) {
      const card = await cardOf(id, call)
      return card && readClient(parts, card)
    },

    async createClient({ name, phone, email, comment }: NewClient, call) {
      const digits = phoneOf(phone, dialect)
      if (digits === undefined || name.trim() === '') throw error('invalid', 'a client needs a name and a whole phone')
      const body = { name, phone: digitsOf(digits), ...(email && { email }), ...(comment && { comment }) }
      const reply = await api.send({ method: 'POST', path: `/clients/${c}`, body }, call)
      if (!reply.refusal) return written(reply.data)
      // One client for a phone is a rule of some locations; how it is said is not documented.
      const [known] = reply.status === 401 ? [] : await findClients(parts, phone, call)
      if (known) return known
      throw reply.refusal.error
    },

    async updateClient({ id, patch }, call) {
      const card = await cardOf(id, call)
      if (!card) throw error('not_found', 'there is no such client')
      const { refusal, data } = await api.send(
        { method: 'PUT', path: `/client/${c}/${id}`, body: mergedCard(parts, card, patch) },
        call,
      )
      if (refusal) throw refusal.error
      return written(data)
    },
  }
}

/** Members of a card that are written as they were read, some under either of two names. */
const KEPT = [
  'surname',
  'patronymic',
  'middle_name',
  'email',
  'sex_id',
  'gender_id',
  'importance_id',
  'discount',
  'card',
  'birth_date',
  'comment',
  'sms_check',
  'sms_not',
]

/** The whole card is replaced: what is not sent again may be lost. Money is never sent. */
function mergedCard({ dialect, context }: Parts, card: Wire, patch: ClientPatch): object {
  const phone = patch.phone === undefined ? phoneOf(card['phone'], dialect) : phoneOf(patch.phone, dialect)
  if (phone === undefined)
    throw context.error(
      patch.phone === undefined ? 'unauthorized' : 'invalid',
      patch.phone === undefined ? 'the phone of this client is hidden: to change the card would lose it' : 'no phone',
    )
  const kept = Object.fromEntries(
    KEPT.flatMap(name => (card[name] === undefined || card[name] === null ? [] : [[name, card[name]]])),
  )
  const tags = blocksOf(card['categories']).flatMap(tag => numberOf(tag['id']) ?? [])
  const fields = blockOf(card['custom_fields'])
  return {
    ...kept,
    name: textOf(card['name']),
    // The same list has one name when a card is made and another one when it is changed.
    ...(tags.length > 0 && { categories: tags, labels: tags }),
    ...(Object.keys(fields).length > 0 && { custom_fields: fields }),
    ...patch,
    phone: digitsOf(phone),
  }
}
