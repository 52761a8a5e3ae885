import type { Appointment, AppointmentQuery, Call, CrmInstance } from '../../../core/contract/index.ts'
import { readInstant } from '../provider/index.ts'
import type { Book } from './book.ts'
import type { Clients } from './clients.ts'
import type { Desk } from './desk.ts'
import { toAppointment, type Visit } from './visit.ts'
import { embeddedOf, idOf, isId, type Wire } from './wire.ts'

/** Method 9, and what method 10 lists. */
export interface AppointmentReads extends Pick<CrmInstance, 'getAppointment'> {
  list(query: AppointmentQuery, call: Call): Promise<readonly { appointment: Appointment }[]>
}

/** Reads of visits. */
export function createAppointmentReads(desk: Desk, book: Book, clients: Clients): AppointmentReads {
  const { context, api } = desk
  const { error } = context

  const withClients = async (visits: readonly Visit[], call: Call) => {
    const found = await clients.clientsOf(
      visits.flatMap(({ contactId }) => contactId ?? []),
      call,
    )
    return visits
      .toSorted((a, b) => a.start - b.start || Number(a.id) - Number(b.id))
      .map(visit => ({ appointment: toAppointment(desk, visit, found.get(visit.contactId ?? '')) }))
  }
  const leadsOf = (contacts: readonly Wire[]) =>
    contacts.flatMap(contact => embeddedOf(contact, 'leads').flatMap(lead => idOf(lead['id']) ?? []))

  const visitsOfPeople = async (
    { clientId, phone }: { clientId: string | undefined; phone: string | undefined },
    call: Call,
  ) => {
    if (clientId !== undefined && !isId(clientId)) return []
    const one = clientId === undefined ? undefined : await api.read(`contacts/${clientId}`, call, [['with', 'leads']])
    const contacts = clientId === undefined ? await clients.contactsOf(phone ?? '', call) : one ? [one] : []
    return book.readMany([...new Set(leadsOf(contacts))], call)
  }

  return {
    async getAppointment({ id }, call) {
      const visit = await book.read(id, call)
      return visit && (await withClients([visit], call))[0]?.appointment
    },

    async list({ clientId, phone, employeeId, from, to, key, writtenAfter }, call) {
      if (key !== undefined) {
        const after = writtenAfter === undefined ? undefined : readInstant(writtenAfter, error)
        return withClients(await book.readByKey(key, after, call), call)
      }
      if (from === undefined || to === undefined) throw error('invalid', 'from and to may be left out only with a key')
      const [start, end] = [readInstant(from, error), readInstant(to, error)]
      const isOfPeople = clientId !== undefined || phone !== undefined
      const visits = isOfPeople
        ? await visitsOfPeople({ clientId, phone }, call)
        : await book.readBetween(start, end, call)
      const wanted = visits.filter(
        visit =>
          visit.start >= start && visit.start < end && (employeeId === undefined || visit.employeeId === employeeId),
      )
      return withClients(wanted, call)
    },
  }
}
