import type { Appointment, CrmInstance, Slot } from '../../../../core/contract/index.ts'
import type { CrmMutant } from './mutant.ts'
import { otherwise } from './mutant.ts'

const WHEREVER = { from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' }

const nameOf = ({ start, parts }: Pick<Slot, 'start' | 'parts'>) => `${start} ${parts[0]?.employeeId}`

/** The same list without some of its times, or with more. */
function withSlots(crm: CrmInstance, change: (slots: readonly Slot[]) => readonly Slot[]): Partial<CrmInstance> {
  return {
    async listAvailableSlots(query, call) {
      const { slots, checkedUntil } = await crm.listAvailableSlots(query, call)
      return { slots: query.ignoring === undefined ? change(slots) : slots, checkedUntil }
    },
  }
}

/** CRMs that book, move or cancel wrongly. */
export const writingMutants: readonly CrmMutant[] = [
  {
    check: 'crm.book',
    mistake: 'answers another time than it booked',
    crm: crm => ({
      async createAppointment(draft, call) {
        const visit = await crm.createAppointment(draft, call)
        return { ...visit, start: visit.end }
      },
    }),
  },
  {
    check: 'crm.book-gone',
    mistake: 'offers from its memory what it has just booked',
    crm(crm) {
      let booked: Slot | undefined
      const forget = () => {
        booked = undefined
      }
      return {
        ...withSlots(crm, slots => (booked ? [booked, ...slots] : slots)),
        async createAppointment(draft, call) {
          const visit = await crm.createAppointment(draft, call)
          booked = draft.slot
          return visit
        },
        rescheduleAppointment(input, call) {
          forget()
          return crm.rescheduleAppointment(input, call)
        },
        cancelAppointment(input, call) {
          forget()
          return crm.cancelAppointment(input, call)
        },
        listServices(input, call) {
          forget()
          return crm.listServices(input, call)
        },
      }
    },
  },
  {
    check: 'crm.book-taken',
    mistake: 'takes a time that is gone for a refusal',
    crm(crm, { error }) {
      const known = new Set<string>()
      return {
        async createAppointment(draft, call) {
          const isKnown = known.has(nameOf(draft.slot))
          const visit = await otherwise(crm.createAppointment(draft, call), failure => {
            throw isKnown && failure.code === 'slot_taken' ? error('refused', 'Acme says no') : failure.error
          })
          known.add(nameOf(draft.slot))
          return visit
        },
      }
    },
  },
  {
    check: 'crm.book-race',
    mistake: 'gives somebody else to a rival who comes too late',
    crm(crm) {
      let running = 0
      const others = ({ slot, ...draft }: Parameters<CrmInstance['createAppointment']>[0]) => ({
        ...draft,
        slot: { ...slot, parts: slot.parts.map(part => ({ ...part, employeeId: 'boris' })) },
      })
      return {
        async createAppointment(draft, call) {
          running += 1
          const isAlone = running === 1
          try {
            return await otherwise(crm.createAppointment(draft, call), ({ code, error }) => {
              if (isAlone || code !== 'slot_taken') throw error
              return crm.createAppointment(others(draft), call)
            })
          } finally {
            running -= 1
          }
        },
      }
    },
  },
  {
    check: 'crm.book-client',
    mistake: 'gives the client of the phone the name of whoever books',
    crm: crm => ({
      async createAppointment(draft, call) {
        const visit = await crm.createAppointment(draft, call)
        const { name } = draft.client
        if (visit.clientId !== undefined && visit.clientName !== name)
          await crm.updateClient({ id: visit.clientId, patch: { name } }, call)
        return visit
      },
    }),
  },
  {
    check: 'crm.visit-get',
    mistake: 'throws for a visit that is not there',
    crm: (crm, { error }) => ({
      async getAppointment(input, call) {
        const visit = await crm.getAppointment(input, call)
        if (!visit) throw error('not_found', 'there is no such visit')
        return visit
      },
    }),
  },
  {
    check: 'crm.visit-list',
    mistake: 'lists visits newest first',
    crm: crm => ({
      listAppointments: async (query, call) => (await crm.listAppointments(query, call)).toReversed(),
    }),
  },
  {
    check: 'crm.key-found',
    mistake: 'takes any visit of the phone for the one that was written',
    crm: crm => ({
      listAppointments: (query, call) =>
        query.draft
          ? crm.listAppointments({ phone: query.draft.client.phone, ...WHEREVER }, call)
          : crm.listAppointments(query, call),
    }),
  },
  {
    check: 'crm.key-cancelled',
    mistake: 'finds by a key only what lives',
    crm: crm => ({
      listAppointments: async (query, call) =>
        (await crm.listAppointments(query, call)).filter(
          ({ status }) => query.key === undefined || status !== 'cancelled',
        ),
    }),
  },
  {
    check: 'crm.move',
    mistake: 'answers a moved visit with another time',
    crm: crm => ({
      async rescheduleAppointment(input, call) {
        const visit = await crm.rescheduleAppointment(input, call)
        return { ...visit, start: visit.end }
      },
    }),
  },
  {
    check: 'crm.move-frees',
    mistake: 'keeps the old time of a moved visit',
    crm(crm) {
      const kept = new Set<string>()
      const visits = new Map<string, Appointment>()
      return {
        ...withSlots(crm, slots => slots.filter(slot => !kept.has(nameOf(slot)))),
        async createAppointment(draft, call) {
          const visit = await crm.createAppointment(draft, call)
          visits.set(visit.id, visit)
          return visit
        },
        async rescheduleAppointment(input, call) {
          const before = visits.get(input.id)
          const isSamePerson = before?.parts[0]?.employeeId === input.slot.parts[0]?.employeeId
          if (before && isSamePerson && before.start !== input.slot.start) kept.add(nameOf(before))
          return crm.rescheduleAppointment(input, call)
        },
      }
    },
  },
  {
    check: 'crm.move-taken',
    mistake: 'takes a new time that is gone for a refusal',
    crm: (crm, { error }) => ({
      rescheduleAppointment: (input, call) =>
        otherwise(crm.rescheduleAppointment(input, call), failure => {
          throw failure.code === 'slot_taken' ? error('refused', 'Acme says no') : failure.error
        }),
    }),
  },
  {
    check: 'crm.move-ignoring',
    mistake: 'does not know which visit is being moved',
    crm: crm => ({
      listAvailableSlots: ({ ignoring: _, ...query }, call) => crm.listAvailableSlots(query, call),
    }),
  },
  {
    check: 'crm.move-employee',
    mistake: 'moves only the time',
    crm: crm => ({
      async rescheduleAppointment({ id, slot, key }, call) {
        const visit = await crm.getAppointment({ id }, call)
        const who = visit?.parts[0]?.employeeId
        const parts = who === undefined ? slot.parts : slot.parts.map(part => ({ ...part, employeeId: who }))
        return crm.rescheduleAppointment({ id, slot: { ...slot, parts }, key }, call)
      },
    }),
  },
  {
    check: 'crm.move-unknown',
    mistake: 'takes a visit that is not there for a refusal',
    crm: (crm, { error }) => ({
      rescheduleAppointment: (input, call) =>
        otherwise(crm.rescheduleAppointment(input, call), failure => {
          throw failure.code === 'not_found' ? error('refused', 'Acme says no') : failure.error
        }),
    }),
  },
  {
    check: 'crm.cancel',
    mistake: 'does not offer again what was cancelled',
    crm(crm) {
      const kept = new Set<string>()
      return {
        ...withSlots(crm, slots => slots.filter(slot => !kept.has(nameOf(slot)))),
        async cancelAppointment(input, call) {
          const visit = await crm.cancelAppointment(input, call)
          kept.add(nameOf(visit))
          return visit
        },
      }
    },
  },
  {
    check: 'crm.cancel-twice',
    mistake: 'refuses to cancel twice',
    crm(crm, { error }) {
      const cancelled = new Set<string>()
      return {
        async cancelAppointment(input, call) {
          if (cancelled.has(input.id)) throw error('refused', 'this visit is cancelled')
          const visit = await crm.cancelAppointment(input, call)
          cancelled.add(input.id)
          return visit
        },
      }
    },
  },
  {
    check: 'crm.cancel-unknown',
    mistake: 'takes a visit that is not there to cancel for a refusal',
    crm: (crm, { error }) => ({
      cancelAppointment: (input, call) =>
        otherwise(crm.cancelAppointment(input, call), failure => {
          throw failure.code === 'not_found' ? error('refused', 'Acme says no') : failure.error
        }),
    }),
  },
]
