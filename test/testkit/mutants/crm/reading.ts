import type { CrmMutant } from './mutant.ts'
import { otherwise } from './mutant.ts'

const DAY_MS = 86_400_000

/** CRMs that misread the catalogue, the clients or the free times. */
export const readingMutants: readonly CrmMutant[] = [
  {
    check: 'crm.services',
    mistake: 'gives prices in euros',
    crm: crm => ({
      listServices: async (input, call) =>
        (await crm.listServices(input, call)).map(service => ({
          ...service,
          price: { min: 4.5, max: 4.5, currency: 'EUR' },
        })),
    }),
  },
  {
    check: 'crm.employees',
    mistake: 'hands on the phones of the employees',
    crm: crm => ({
      listEmployees: async (input, call) =>
        (await crm.listEmployees(input, call)).map(employee => ({ ...employee, phone: '+4915100000000' })),
    }),
  },
  {
    check: 'crm.unsupported',
    mistake: 'does what it does not declare',
    crm: ({ capabilities }) => ({ capabilities: { ...capabilities, updateClient: false } }),
  },
  {
    check: 'crm.phone-unknown',
    mistake: 'takes an unknown phone for an error',
    crm: (crm, { error }) => ({
      async findClientsByPhone(input, call) {
        const found = await crm.findClientsByPhone(input, call)
        if (found.length === 0) throw error('not_found', 'nobody has this phone')
        return found
      },
    }),
  },
  {
    check: 'crm.phone-exact',
    mistake: 'believes a search by the beginning of a phone',
    crm: crm => ({
      findClientsByPhone: async ({ phone }, call) => [
        ...(await crm.findClientsByPhone({ phone }, call)),
        ...(await crm.findClientsByPhone({ phone: `${phone}1` }, call)),
      ],
    }),
  },
  {
    check: 'crm.phone-shared',
    mistake: 'takes the first of several clients',
    crm: crm => ({
      findClientsByPhone: async (input, call) => (await crm.findClientsByPhone(input, call)).slice(0, 1),
    }),
  },
  {
    check: 'crm.client-get',
    mistake: 'throws for a client who is not there',
    crm: (crm, { error }) => ({
      async getClient(input, call) {
        const client = await crm.getClient(input, call)
        if (!client) throw error('not_found', 'there is no such client')
        return client
      },
    }),
  },
  {
    check: 'crm.client-patch',
    mistake: 'writes the whole client with what the patch names',
    crm: crm => ({
      updateClient: ({ id, patch }, call) =>
        crm.updateClient({ id, patch: { email: '', comment: '', ...patch } }, call),
    }),
  },
  {
    check: 'crm.slot-window',
    mistake: 'hands on the whole days that its provider answers',
    crm: crm => ({
      async listAvailableSlots(query, call) {
        const end = new Date(Date.parse(query.to) + DAY_MS)
        const to = Number.isNaN(end.getTime()) ? query.to : end.toISOString()
        const { slots, checkedUntil } = await crm.listAvailableSlots({ ...query, to }, call)
        const isCut = Date.parse(checkedUntil) < Date.parse(query.to)
        return { slots, checkedUntil: isCut ? checkedUntil : query.to }
      },
    }),
  },
  {
    check: 'crm.slot-parts',
    mistake: 'lets a part end when it starts',
    crm: crm => ({
      async listAvailableSlots(query, call) {
        const { slots, checkedUntil } = await crm.listAvailableSlots(query, call)
        const parts = (slot: (typeof slots)[number]) => slot.parts.map(part => ({ ...part, end: part.start }))
        return { slots: slots.map(slot => ({ ...slot, parts: parts(slot) })), checkedUntil }
      },
    }),
  },
  {
    check: 'crm.slot-zone',
    mistake: 'knows no summer time',
    context: ({ company }) => ({ company: { value: { ...company, timezone: 'Etc/GMT-1' } } }),
  },
  {
    check: 'crm.slot-limit',
    mistake: 'claims to have looked at all that the limit cut off',
    crm: crm => ({
      async listAvailableSlots(query, call) {
        const { slots } = await crm.listAvailableSlots(query, call)
        return { slots, checkedUntil: query.to }
      },
    }),
  },
  {
    check: 'crm.slot-employee',
    mistake: 'does not look at the employee',
    crm: crm => ({
      listAvailableSlots: ({ employeeId: _, ...query }, call) => crm.listAvailableSlots(query, call),
    }),
  },
  {
    check: 'crm.slot-services',
    mistake: 'takes the first of several services',
    crm: crm => ({
      listAvailableSlots: (query, call) =>
        crm.listAvailableSlots({ ...query, serviceIds: query.serviceIds.slice(0, 1) }, call),
    }),
  },
  {
    check: 'crm.read-unreachable',
    mistake: 'finds nobody when it reaches nobody',
    crm: crm => ({
      findClientsByPhone: (input, call) =>
        otherwise(crm.findClientsByPhone(input, call), ({ cause, error }) => {
          if (cause !== 'ECONNREFUSED') throw error
          return []
        }),
    }),
  },
  {
    check: 'crm.read-rate-limit',
    mistake: 'finds nobody when it asks too often',
    crm: crm => ({
      findClientsByPhone: (input, call) =>
        otherwise(crm.findClientsByPhone(input, call), ({ code, error }) => {
          if (code !== 'rate_limited') throw error
          return []
        }),
    }),
  },
  {
    check: 'crm.read-server-error',
    mistake: 'finds no visits when the server fails',
    crm: crm => ({
      listAppointments: (input, call) =>
        otherwise(crm.listAppointments(input, call), ({ message, error }) => {
          if (!message.includes('500')) throw error
          return []
        }),
    }),
  },
  {
    check: 'crm.read-html',
    mistake: 'finds no visits in a page for people',
    crm: crm => ({
      listAppointments: (input, call) =>
        otherwise(crm.listAppointments(input, call), ({ message, error }) => {
          if (!message.includes('no "visits"')) throw error
          return []
        }),
    }),
  },
  {
    check: 'crm.read-lost-page',
    mistake: 'takes a gateway’s 404 for a visit that is gone',
    crm: crm => ({
      getAppointment: (input, call) =>
        otherwise(crm.getAppointment(input, call), ({ message, error }) => {
          if (!message.includes('404')) throw error
          return undefined
        }),
    }),
  },
  {
    check: 'crm.read-half-body',
    mistake: 'finds nobody in half an answer',
    crm: crm => ({
      findClientsByPhone: (input, call) =>
        otherwise(crm.findClientsByPhone(input, call), ({ message, error }) => {
          if (!message.includes('did not answer')) throw error
          return []
        }),
    }),
  },
  {
    check: 'crm.read-redirect',
    mistake: 'takes its token to wherever it is sent',
    http: send => async (url, init, options) => {
      const response = await send(url, init, options)
      const location = response.headers.get('location')
      return location !== null && init?.method === 'GET' ? send(location, init, options) : response
    },
  },
  {
    check: 'crm.priority',
    mistake: 'makes a call of its own out of what it needs of the given one',
    crm: crm => ({
      listAvailableSlots: (query, { signal, deadline }) => crm.listAvailableSlots(query, { signal, deadline }),
    }),
  },
]
