import type { Account, Row } from './account.ts'
import { created, invalid, mentions, notFound, page, patched, type Reply, writeFields } from './records.ts'

/** Contacts, with their leads by id. */
export function answerContacts(
  account: Account,
  [id, verb]: readonly string[],
  { method, url, body, now }: { method: string; url: URL; body: Row; now: number },
): Reply {
  const { contacts, switches } = account
  const withLeads = (contact: Row) => ({
    ...contact,
    _embedded: {
      tags: [],
      companies: [],
      leads: account.leads
        .filter(lead => lead._embedded.contacts.some((one: Row) => one.id === contact.id))
        .map(lead => ({ id: lead.id, _links: {} })),
    },
  })
  if (id === undefined && method === 'GET') {
    const text = url.searchParams.get('query')
    const ids = url.searchParams.getAll('filter[id][]')
    const found = contacts
      .filter(contact => ids.length === 0 || ids.includes(String(contact.id)))
      .filter(contact => text === null || mentions(contact, text))
      .filter(contact => text === null || now * 1_000 - contact.created_at * 1_000 >= switches.searchLagMs)
    return page(found.map(withLeads), 'contacts', { url, limit: switches.pageSize })
  }
  if (id === undefined) {
    if (!Array.isArray(body)) return invalid('InvalidType', '')
    const made: Row[] = []
    for (const { custom_fields_values = [], request_id, ...columns } of body) {
      const contact: Row = {
        ...columns,
        id: account.nextId(),
        created_at: now,
        updated_at: now,
        is_deleted: false,
        is_unsorted: false,
        custom_fields_values: null,
      }
      const wrong = writeFields(account, contact, custom_fields_values, [])
      if (wrong) return wrong
      contacts.push(contact)
      made.push({ id: contact.id, request_id })
    }
    return created('contacts', made)
  }
  const contact = contacts.find(one => String(one.id) === id)
  if (!contact) return method === 'GET' ? [204] : notFound()
  if (verb === 'notes') {
    const notes = (body as Row[]).map(note => ({ ...note, id: account.nextId(), entity_id: contact.id }))
    account.notes.push(...notes)
    return created('notes', notes)
  }
  if (method === 'GET') return [200, withLeads(contact)]
  const { custom_fields_values = [], ...columns } = body
  const wrong = writeFields(account, contact, custom_fields_values, [])
  if (wrong) return wrong
  Object.assign(contact, columns, { updated_at: now })
  return patched(account, 'contacts', contact)
}
