import type { Call, Client, CrmInstance, Phone, PluginContext } from '../../../core/contract/index.ts'
import type { Api } from './api.ts'
import type { Options } from './options.ts'
import { type Phones, phonesOf } from './phone.ts'
import { type Params, resultOf } from './query.ts'
import { type Fields, fieldsOf, fullNameOf, idOf, listOf, textOf } from './wire.ts'

/** Marks what the desk has written in the portal. */
export const ORIGIN = 'aiadmin'

/** The contacts of the portal. */
export interface Clients
  extends Pick<CrmInstance, 'findClientsByPhone' | 'getClient' | 'createClient' | 'updateClient'> {
  /** Several by their ids; those who are not there, or not to be seen, are left out. */
  byIds(ids: readonly string[], call: Call): Promise<readonly Client[]>
}

/** `findbycomm` answers no more ids than these. */
const MOST_FOUND = 20
const SELECT = ['ID', 'NAME', 'LAST_NAME', 'PHONE', 'EMAIL']

/** Methods 1 to 4. */
export function createClients({ company, error }: PluginContext<Options>, api: Api): Clients {
  const toClient = (row: Fields, phones: Phones, wanted?: Phone): Client => {
    const numbers = listOf(row['PHONE']).flatMap(({ VALUE }) => phones.normalise(textOf(VALUE)) ?? [])
    const phone = numbers.find(number => number === wanted) ?? numbers[0]
    const email = listOf(row['EMAIL']).map(({ VALUE }) => textOf(VALUE))[0]
    return {
      id: textOf(row['ID']),
      name: fullNameOf(row),
      ...(phone !== undefined && { phone }),
      ...(email !== undefined && email !== '' && { email }),
    }
  }

  const rowsOf = async (ids: readonly string[], call: Call) =>
    ids.length === 0
      ? []
      : api.list('crm.contact.list', { filter: { '@ID': ids.map(Number) }, select: SELECT, order: { ID: 'ASC' } }, call)

  const clients: Clients = {
    async findClientsByPhone({ phone }, call) {
      const phones = await phonesOf(company.country)
      if (phones.normalise(phone) !== phone) throw error('invalid', 'the phone is not in E.164')
      const values = phones.spellings(phone)
      const answer = await api.ask('crm.duplicate.findbycomm', { entity_type: 'CONTACT', type: 'PHONE', values }, call)
      const found = fieldsOf(answer['result'])['CONTACT']
      const ids = Array.isArray(found) ? found.flatMap(id => idOf(id) ?? []) : []
      const rows = await rowsOf(ids, call)
      if (rows.length < ids.length)
        throw error('unauthorized', 'Bitrix24 hides contacts from the user of the webhook: allow to read all contacts')
      const matches = rows.map(row => toClient(row, phones, phone)).filter(client => client.phone === phone)
      if (matches.length === 0 && ids.length >= MOST_FOUND)
        throw error('unavailable', 'Bitrix24 names too many contacts like this phone to be sure')
      return matches
    },

    async getClient({ id }, call) {
      if (idOf(id) === undefined) return undefined
      return (await clients.byIds([id], call))[0]
    },

    async byIds(ids, call) {
      const phones = await phonesOf(company.country)
      return (await rowsOf(ids, call)).map(row => toClient(row, phones))
    },

    async createClient({ name, phone, email, comment, key }, call) {
      const phones = await phonesOf(company.country)
      if (name.trim() === '' || phones.normalise(phone) !== phone)
        throw error('invalid', 'a client needs a name and a phone in E.164')
      const fields = {
        ...newContact(name, phone),
        ORIGIN_ID: key,
        ...(email !== undefined && { EMAIL: [{ VALUE: email, VALUE_TYPE: 'HOME' }] }),
        ...(comment !== undefined && { COMMENTS: comment }),
      }
      const commands = {
        add: { method: 'crm.contact.add', params: { fields } },
        get: { method: 'crm.contact.get', params: { id: resultOf('add') } },
      }
      const answer = await api.batch(commands, call, { isWrite: true, halt: true })
      const id = idOf(answer.need('add'))
      const client = toClient(fieldsOf(answer.result('get')), phones, phone)
      if (id === undefined || client.id !== id || client.phone !== phone)
        throw error('unknown_outcome', 'Bitrix24 did not keep the contact as it was written')
      return client
    },

    async updateClient({ id, patch }, call) {
      const phones = await phonesOf(company.country)
      const before = idOf(id) === undefined ? undefined : (await rowsOf([id], call))[0]
      if (!before) throw error('not_found', `there is no contact ${id}`)
      const commands = {
        update: { method: 'crm.contact.update', params: { id, fields: changesOf(before, patch) } },
        get: { method: 'crm.contact.get', params: { id } },
      }
      const answer = await api.batch(commands, call, { isWrite: true, halt: true })
      answer.need('update')
      const client = toClient(fieldsOf(answer.need('get')), phones, patch.phone)
      if (patch.name !== undefined && client.name !== nameOf(patch.name))
        throw error('unknown_outcome', 'Bitrix24 did not keep the name')
      return client
    },
  }
  return clients
}

/** A contact as a visit or a client's own word makes it. */
export function newContact(name: string, phone: Phone): Params {
  return { ...splitName(name), OPENED: 'Y', PHONE: [{ VALUE: phone, VALUE_TYPE: 'MOBILE' }], ORIGINATOR_ID: ORIGIN }
}

const nameOf = (name: string) => name.trim().replace(/\s+/g, ' ')

function splitName(name: string) {
  const [first = '', ...rest] = nameOf(name).split(' ')
  return { NAME: first, LAST_NAME: rest.join(' ') }
}

/** A value with its ID replaces the first one; without, it would be one more. */
function changesOf(
  before: Fields,
  { name, phone, email, comment }: Parameters<CrmInstance['updateClient']>[0]['patch'],
) {
  const first = (field: string) => {
    const id = listOf(before[field]).map(row => textOf(row['ID']))[0]
    return id === undefined ? {} : { ID: id }
  }
  return {
    ...(name !== undefined && splitName(name)),
    ...(phone !== undefined && { PHONE: [{ ...first('PHONE'), VALUE: phone, VALUE_TYPE: 'MOBILE' }] }),
    ...(email !== undefined && { EMAIL: [{ ...first('EMAIL'), VALUE: email, VALUE_TYPE: 'HOME' }] }),
    ...(comment !== undefined && { COMMENTS: comment }),
  }
}
