import type { Call, Client, CrmInstance, PluginContext } from '../../../core/contract/index.ts'
import type { Api } from './api.ts'
import type { EasyWeekOptions } from './options.ts'
import { member, textOf } from './wire.ts'

const PHONE = /^\+[1-9]\d{6,14}$/
const NAME_LENGTH = 200

/** Methods 1 to 3: EasyWeek has no way to change a customer. */
export interface Customers extends Pick<CrmInstance, 'findClientsByPhone' | 'getClient' | 'createClient'> {
  /** How a visit's customer is written: an existing one as EasyWeek has them, so that nobody's name is changed. */
  fieldsFor(client: { id?: string; name: string; phone: string }, call: Call): Promise<Record<string, string>>
}

/** The people who come. They belong to the workspace, not to one location. */
export function createCustomers({ error }: Pick<PluginContext<EasyWeekOptions>, 'error'>, api: Api): Customers {
  const find = async (phone: string, call: Call) => {
    if (!PHONE.test(phone)) throw error('invalid', 'a phone must be in E.164, such as +491621234567')
    const rows = await api.list({ path: '/customers', query: { phone }, what: 'read customers' }, call)
    if (!rows) throw error('unavailable', 'EasyWeek has no list of customers')
    // The filter is not trusted: a row without a phone may be masked, and then nobody knows whose it is.
    return rows.flatMap(row => {
      const known = phoneOf(member(row, 'phone'))
      if (known === undefined) throw error('unavailable', 'EasyWeek answered a customer without a phone')
      return known === phone ? [readClient(row)] : []
    })
  }
  const readClient = (row: unknown): Client => {
    const client = clientOf(row)
    if (!client) throw error('unavailable', 'EasyWeek answered a customer without an id')
    return client
  }
  const get = async (id: string, call: Call) => {
    const row = await api.ask({ path: `/customers/${encodeURIComponent(id)}`, what: 'read customers' }, call)
    return row && readClient(row)
  }

  return {
    findClientsByPhone: ({ phone }, call) => find(phone, call),
    getClient: ({ id }, call) => get(id, call),

    async createClient({ name, phone, email }, call) {
      const names = namesOf(name)
      // One customer for a phone: EasyWeek refuses a second one.
      const [known] = await find(phone, call)
      if (known) return known
      const body = { phone, ...names, ...(email !== undefined && { email }) }
      const row = await api.ask({ method: 'POST', path: '/customers', body, what: 'create customers' }, call)
      const created = row && clientOf(row)
      if (!created) throw error('unknown_outcome', 'EasyWeek answered no customer to a new one')
      return created
    },

    async fieldsFor({ id, name, phone }, call) {
      if (id === undefined) namesOf(name)
      const found = id === undefined ? (await find(phone, call))[0] : await get(id, call)
      if (id !== undefined && !found) throw error('invalid', 'there is no such client')
      const names = namesOf(found?.name || name)
      const customer = { customer_phone: found?.phone ?? phone, customer_first_name: names.first_name }
      return names.last_name === undefined ? customer : { ...customer, customer_last_name: names.last_name }
    },
  }

  function namesOf(name: string): { first_name: string; last_name?: string } {
    const [first = '', ...rest] = name.trim().split(/\s+/)
    if (first === '' || name.length > NAME_LENGTH) throw error('invalid', `a name has 1 to ${NAME_LENGTH} characters`)
    return { first_name: first, ...(rest.length > 0 && { last_name: rest.join(' ') }) }
  }
}

/** A customer as the contract has them; undefined without an id. */
export function clientOf(row: unknown): Client | undefined {
  const id = textOf(member(row, 'uuid'))
  if (id === undefined) return undefined
  const parts = [member(row, 'first_name'), member(row, 'last_name')].flatMap(part => textOf(part) ?? [])
  const name = parts.length > 0 ? parts.join(' ') : (textOf(member(row, 'full_name') ?? member(row, 'name')) ?? '')
  const phone = phoneOf(member(row, 'phone'))
  const email = textOf(member(row, 'email'))
  return { id, name, ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) }
}

/** E.164 of what EasyWeek keeps, with or without the plus; undefined for a masked one. */
function phoneOf(value: unknown): string | undefined {
  const text = textOf(value)?.replace(/[\s()-]/g, '')
  const phone = text === undefined || text.startsWith('+') ? text : `+${text}`
  return phone !== undefined && PHONE.test(phone) ? phone : undefined
}
