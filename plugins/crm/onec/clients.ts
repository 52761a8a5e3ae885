import type { AppointmentDraft, Call, Client, ClientPatch, CrmInstance, Phone } from '../../../core/contract/index.ts'
import type { Base } from './base.ts'
import { contactsWith, emailOfContacts, PHONE_DIGITS, phonesOfContacts, rowsOf } from './contact-rows.ts'
import { isOneOf, isRef } from './literal.ts'
import type { Row } from './odata.ts'
import { isPhone, likePhone, phonesIn } from './phone.ts'

/** Methods 1 to 4, and whom a new visit belongs to. */
export interface Clients
  extends Pick<CrmInstance, 'findClientsByPhone' | 'getClient' | 'createClient' | 'updateClient'> {
  /** By id, else by phone, else somebody new. Nobody's name is changed. */
  link(client: AppointmentDraft['client'], call: Call): Promise<string>
}

const NAME_LENGTH = 150
/** So many references go into one condition: addresses are bounded. */
const BATCH = 40

/** The people who come. */
export function createClients(base: Base): Clients {
  const { odata, context } = base
  const { error, company, log } = context
  const { clients: map } = base.map

  /** All of these with their phones; folders and what is marked for deletion are nobody. */
  const readAll = async (ids: readonly string[], call: Call) => {
    const rows: Row[] = []
    for (let from = 0; from < ids.length; from += BATCH)
      rows.push(
        ...(await odata.rows({ set: map.set, filter: isOneOf('Ref_Key', ids.slice(from, from + BATCH)) }, call)),
      )
    return rows.filter(row => row['DeletionMark'] !== true && row['IsFolder'] !== true)
  }

  const phonesOf = (row: Row): readonly Phone[] => [
    ...(map.phone ? phonesIn(row[map.phone], company.country) : []),
    ...(map.contacts ? phonesOfContacts(rowsOf(row, map.contacts), company.country) : []),
  ]

  const toClient = (row: Row, wanted?: Phone): Client => {
    const phones = phonesOf(row)
    const phone = wanted !== undefined && phones.includes(wanted) ? wanted : phones[0]
    const email = (map.email && textOf(row[map.email])) || (map.contacts && emailOfContacts(rowsOf(row, map.contacts)))
    return {
      id: String(row['Ref_Key']).toLowerCase(),
      name: textOf(row[map.name]) ?? '',
      ...(phone !== undefined && { phone }),
      ...(email && { email }),
    }
  }

  const findRows = async (phone: Phone, call: Call): Promise<readonly Row[]> => {
    const found: Row[] = []
    if (map.phone) found.push(...(await odata.rows({ set: map.set, filter: likePhone(map.phone, phone) }, call)))
    if (map.contacts) {
      const filter = `${likePhone(PHONE_DIGITS, phone)} or ${likePhone('Представление', phone)}`
      const rows = await odata.rows({ set: `${map.set}_${map.contacts}`, filter }, call)
      const ids = new Set(rows.map(row => row['Ref_Key']).filter(isRef))
      found.push(...(await readAll([...ids], call)))
    }
    const unique = new Map(found.map(row => [row['Ref_Key'], row]))
    return [...unique.values()]
      .filter(row => row['DeletionMark'] !== true && row['IsFolder'] !== true && phonesOf(row).includes(phone))
      .sort((a, b) => (String(a['Code']) < String(b['Code']) ? -1 : 1))
  }

  const fieldsOf = (patch: ClientPatch, rows: readonly Row[]): Row => {
    const inRows = {
      ...(patch.phone !== undefined && !map.phone && { phone: patch.phone }),
      ...(patch.email !== undefined && !map.email && { email: patch.email }),
    }
    return {
      ...(patch.name !== undefined && { [map.name]: patch.name }),
      ...(patch.phone !== undefined && map.phone && { [map.phone]: patch.phone }),
      ...(patch.email !== undefined && map.email && { [map.email]: patch.email }),
      ...(patch.comment !== undefined && map.comment && { [map.comment]: patch.comment }),
      ...(map.contacts && Object.keys(inRows).length > 0 && { [map.contacts]: contactsWith(rows, inRows, map) }),
    }
  }

  /** Reads back what was written: 1C drops fields that it does not know without a word. */
  const written = async (id: string, wanted: ClientPatch, call: Call): Promise<Client> => {
    const row = await odata.one(map.set, id, call).catch(cause => {
      throw error('unknown_outcome', 'a client was written and can not be read back', { cause })
    })
    if (!row) throw error('unknown_outcome', 'a client was written and is not there')
    const client = toClient(row, wanted.phone)
    if (wanted.phone !== undefined && client.phone !== wanted.phone)
      throw error('unknown_outcome', `1C did not keep the phone of a client: check the fields of ${map.set}`)
    if (wanted.name !== undefined && client.name !== wanted.name)
      log.warn({ set: map.set, field: map.name }, '1C keeps another name of a client than was written')
    return client
  }

  const create = async (wanted: ClientPatch & { name: string; phone: Phone }, call: Call): Promise<string> => {
    checkPhone(wanted.phone)
    const fields = { ...map.fixed, ...fieldsOf({ ...wanted, name: readName(wanted.name) }, []) }
    return odata.create(map.set, fields, call)
  }

  return {
    async findClientsByPhone({ phone }, call) {
      checkPhone(phone)
      return (await findRows(phone, call)).map(row => toClient(row, phone))
    },

    async getClient({ id }, call) {
      const row = await odata.one(map.set, id, call)
      return row && row['DeletionMark'] !== true ? toClient(row) : undefined
    },

    async createClient({ name, phone, email, comment }, call) {
      const wanted = { name: readName(name), phone, ...(email && { email }), ...(comment && { comment }) }
      return written((await create(wanted, call)).toLowerCase(), wanted, call)
    },

    async updateClient({ id, patch }, call) {
      if (patch.phone !== undefined) checkPhone(patch.phone)
      if (patch.comment !== undefined && !map.comment)
        throw error('unsupported', 'crm.with.clients.comment names no field for remarks')
      const wanted = { ...patch, ...(patch.name !== undefined && { name: readName(patch.name) }) }
      const before = await odata.one(map.set, id, call)
      if (!before || before['DeletionMark'] === true) throw error('not_found', 'there is no client of that id')
      const fields = fieldsOf(wanted, map.contacts ? rowsOf(before, map.contacts) : [])
      if (Object.keys(fields).length === 0) return toClient(before)
      await odata.change({ set: map.set, before, fields }, call)
      return written(id, wanted, call)
    },

    async link(client, call) {
      if (client.id !== undefined) {
        if (!(await odata.one(map.set, client.id, call))) throw error('invalid', 'there is no client of that id')
        return client.id
      }
      checkPhone(client.phone)
      const name = readName(client.name)
      const known = await findRows(client.phone, call)
      // Several people may share a phone: the one of this name, else whoever was there first.
      const namesake = known.find(row => textOf(row[map.name])?.toLowerCase() === name.toLowerCase())
      const ref = (namesake ?? known[0])?.['Ref_Key']
      return isRef(ref) ? ref : create({ name, phone: client.phone }, call)
    },
  }

  function checkPhone(phone: string): void {
    if (!isPhone(phone)) throw error('invalid', 'a phone must be in E.164, such as +79161234567')
  }

  function readName(name: string): string {
    const text = name.trim()
    if (text === '' || text.length > NAME_LENGTH) throw error('invalid', `a name has 1 to ${NAME_LENGTH} characters`)
    return text
  }
}

/** A text that is not empty; 1C pads codes and clears texts with nothing. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  return text === '' ? undefined : text
}
