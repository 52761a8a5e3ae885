import type { Call, Client, ClientPatch, CrmInstance, NewClient, Phone } from '../../../core/contract/index.ts'
import type { Desk } from './desk.ts'
import { readPhone, spellingsOf } from './phone.ts'
import { embeddedOf, fieldValuesOf, idOf, isId, textByCode, textOf, type Wire } from './wire.ts'

/** Contacts of the account as clients. */
export interface Clients
  extends Pick<CrmInstance, 'findClientsByPhone' | 'getClient' | 'createClient' | 'updateClient'> {
  /** The contacts with exactly this phone, oldest first, as amoCRM has them. */
  contactsOf(phone: Phone, call: Call): Promise<readonly Wire[]>
  /** Many at once, by id. */
  clientsOf(ids: readonly string[], call: Call): Promise<ReadonlyMap<string, Client>>
  /** The contact of this person: the one that is there, else a new one. */
  linkContact(person: { id?: string; name: string; phone: Phone }, call: Call): Promise<Client>
}

/** Reads ask for so many records by their ids: longer addresses are cut by some proxies. */
const IDS_AT_ONCE = 50
/** amoCRM's search lags behind its book: whom we wrote ourselves we know by id until it has caught up. */
const MOST_RECENT = 500

/** Methods 1 to 4. */
export function createClients({ context, api }: Desk): Clients {
  const { company, error } = context
  const recent = new Map<string, Phone>()

  const phonesOf = async (contact: Wire): Promise<readonly Phone[]> => {
    const written = fieldValuesOf(contact, ({ code }) => code === 'PHONE').flatMap(({ value }) => textOf(value) ?? [])
    const read = await Promise.all(written.map(text => readPhone(text, company.country)))
    return read.flatMap(phone => phone ?? [])
  }

  /** `phone` goes before the contact's others: it is the one that was asked for. */
  const clientOf = async (contact: Wire, phone?: Phone): Promise<Client | undefined> => {
    const id = idOf(contact['id'])
    if (id === undefined || contact['is_deleted'] === true) return undefined
    const own = phone ?? (await phonesOf(contact))[0]
    const email = textByCode(contact, 'EMAIL')
    return {
      id,
      name: textOf(contact['name']) ?? '',
      ...(own !== undefined && { phone: own }),
      ...(email !== undefined && { email }),
    }
  }

  const readContact = (id: string, call: Call) =>
    isId(id) ? api.read(`contacts/${id}`, call, [['with', 'leads']]) : Promise.resolve(undefined)

  const contactsOf: Clients['contactsOf'] = async (phone, call) => {
    if (!/^\+\d{7,15}$/.test(phone)) throw error('invalid', 'a phone is written in E.164: + and 7 to 15 digits')
    const found = new Map<string, Wire>()
    const keep = async (contact: Wire) => {
      const id = idOf(contact['id'])
      const isMasked = fieldValuesOf(contact, ({ code }) => code === 'PHONE').some(one =>
        /[*•]/.test(String(one.value)),
      )
      if (isMasked) throw error('unauthorized', 'amoCRM hides phones from this token: it needs the right to see them')
      if (id !== undefined && contact['is_deleted'] !== true && (await phonesOf(contact)).includes(phone))
        found.set(id, contact)
    }
    for (const spelling of spellingsOf(phone)) {
      for (const contact of await api.list('contacts', 'contacts', call, [
        ['query', spelling],
        ['with', 'leads'],
      ]))
        await keep(contact)
      if (found.size > 0) break
    }
    for (const [id, own] of recent) {
      if (own !== phone || found.has(id)) continue
      const contact = await readContact(id, call)
      if (contact) await keep(contact)
    }
    return [...found].sort(([a], [b]) => Number(a) - Number(b)).map(([, contact]) => contact)
  }

  const findClientsByPhone: Clients['findClientsByPhone'] = async ({ phone }, call) => {
    const all = await Promise.all((await contactsOf(phone, call)).map(contact => clientOf(contact, phone)))
    return all.flatMap(client => client ?? [])
  }

  const getClient: Clients['getClient'] = async ({ id }, call) => {
    const contact = await readContact(id, call)
    return contact && clientOf(contact)
  }

  const create = async ({ name, phone, email }: Omit<NewClient, 'key'>, call: Call): Promise<Client> => {
    if (name.trim() === '') throw error('invalid', 'a client needs a name')
    if (!/^\+\d{7,15}$/.test(phone)) throw error('invalid', 'a phone is written in E.164: + and 7 to 15 digits')
    const body = [{ ...namesOf(name), custom_fields_values: contactFields({ phone, email }), request_id: 'client' }]
    const answer = await api.write('POST', 'contacts', body, call)
    const id = idOf(embeddedOf(answer, 'contacts')[0]?.['id'])
    if (id === undefined) throw error('unknown_outcome', 'amoCRM’s answer does not name the new contact')
    recent.set(id, phone)
    for (const oldest of recent.keys()) if (recent.size > MOST_RECENT) recent.delete(oldest)
    return { id, name, phone, ...(email !== undefined && { email }) }
  }

  /** Cards have no field for it: staff read it among the notes. A visit or a client does not fail for it. */
  const writeNote = async (id: string, text: string, call: Call) => {
    const body = [{ note_type: 'common', params: { text } }]
    await api.write('POST', `contacts/${id}/notes`, body, call)
  }

  return {
    contactsOf,
    findClientsByPhone,
    getClient,

    async createClient({ comment, ...person }, call) {
      const client = await create(person, call)
      if (comment !== undefined)
        await writeNote(client.id, comment, call).catch(failure =>
          context.log.warn({ err: failure }, 'a note to a new contact was not written'),
        )
      return client
    },

    async updateClient({ id, patch }, call) {
      const before = await readContact(id, call)
      const present = before && (await clientOf(before))
      if (!before || !present) throw error('not_found', 'there is no such contact')
      const fields = await changedFields(before, patch, company.country)
      const body = { ...(patch.name !== undefined && namesOf(patch.name)), ...fields }
      const isChanged = Object.keys(body).length > 0
      if (isChanged) await api.write('PATCH', `contacts/${id}`, body, call)
      if (patch.comment !== undefined)
        await writeNote(id, patch.comment, call).catch(failure => {
          if (!isChanged) throw failure
          throw error('unknown_outcome', 'the contact was changed, but its note may be missing', { cause: failure })
        })
      // The short answers of writes differ from account to account: what counts is what stands there now.
      const after = await readContact(id, call).catch(cause => {
        throw error('unknown_outcome', 'amoCRM did not show the contact after it was changed', { cause })
      })
      const client = after && (await clientOf(after, patch.phone))
      if (!client) throw error('unknown_outcome', 'the contact is gone after it was changed')
      return client
    },

    async clientsOf(ids, call) {
      const clients = new Map<string, Client>()
      const wanted = [...new Set(ids)]
      for (let at = 0; at < wanted.length; at += IDS_AT_ONCE) {
        const some = wanted.slice(at, at + IDS_AT_ONCE)
        const query = some.map(id => ['filter[id][]', id] as const)
        for (const contact of await api.list('contacts', 'contacts', call, query)) {
          const client = await clientOf(contact)
          // A filter that is not understood is ignored: then everybody comes back.
          if (client && some.includes(client.id)) clients.set(client.id, client)
        }
      }
      return clients
    },

    async linkContact({ id, name, phone }, call) {
      if (id !== undefined) {
        const client = await getClient({ id }, call)
        if (client) return client
      }
      const [first] = await findClientsByPhone({ phone }, call)
      if (first) return first
      return create({ name, phone }, call)
    },
  }
}

/** All three, so that it is the same name whichever of them an account shows. */
function namesOf(name: string) {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return { name: [first, ...rest].join(' '), first_name: first, last_name: rest.join(' ') }
}

function contactFields({ phone, email }: { phone?: Phone | undefined; email?: string | undefined }) {
  return [
    ...(phone === undefined ? [] : [{ field_code: 'PHONE', values: [{ value: phone, enum_code: 'MOB' }] }]),
    ...(email === undefined ? [] : [{ field_code: 'EMAIL', values: [{ value: email, enum_code: 'PRIV' }] }]),
  ]
}

/** A field that is sent replaces all of its values: the others of the contact are sent along. */
async function changedFields(before: Wire, { phone, email }: ClientPatch, country: string) {
  const merged = async (code: string, value: string, kind: string) => {
    const others: { value: unknown; enum_id?: number }[] = []
    for (const [index, one] of fieldValuesOf(before, field => field.code === code).entries()) {
      const text = textOf(one.value) ?? ''
      const isSame = text === value || (code === 'PHONE' && (await readPhone(text, country)) === value)
      // The first one is what the contract calls the phone: it is the one that changes.
      if (index > 0 && !isSame)
        others.push({ value: one.value, ...(one.enumId !== undefined && { enum_id: Number(one.enumId) }) })
    }
    return { field_code: code, values: [{ value, enum_code: kind }, ...others] }
  }
  const fields = [
    ...(phone === undefined ? [] : [await merged('PHONE', phone, 'MOB')]),
    ...(email === undefined ? [] : [await merged('EMAIL', email, 'PRIV')]),
  ]
  return fields.length > 0 ? { custom_fields_values: fields } : {}
}
