import type { Call, CrmInstance, CrmPlugin, PluginContext, Slot } from '../../../../contract/index.ts'
import { createApi, type Request } from './api.ts'
import { configSchema, type Options } from './options.ts'
import { createReader } from './read.ts'
import type { WireClient, WireService, WireStaff, WireTime, WireVisit } from './wire.ts'

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'acme',
  description: 'Visits are booked in Acme.',
  configSchema,
  create: context => createCrm(context),
} satisfies CrmPlugin<typeof configSchema>

function createCrm(context: PluginContext<Options>): CrmInstance {
  const { error } = context
  const api = createApi(context)
  const read = createReader(context)

  const visit = async (request: Request, call: Call) => {
    const found = await api.ask<WireVisit>('visit', request, call)
    return found && read.visit(found)
  }
  /** A write answers what it wrote. */
  const written = async <T>(answer: Promise<T | undefined>) => {
    const value = await answer
    if (value === undefined) throw error('unknown_outcome', 'Acme answered nothing to a write')
    return value
  }
  /** A list answers a list, also an empty one. */
  const list = async <T>(name: string, request: Request, call: Call) => {
    const found = await api.ask<T[]>(name, request, call)
    if (!Array.isArray(found)) throw error('unavailable', `Acme's answer has no list of ${name}`)
    return found
  }
  const services = (call: Call) => list<WireService>('services', { path: '/v1/services' }, call)
  const timeOf = ({ start, parts }: Slot) => ({
    start: utc(start),
    staff: parts[0]?.employeeId,
    services: parts.flatMap(part => part.serviceIds),
  })
  const utc = (instant: string) => {
    const moment = new Date(instant)
    if (Number.isNaN(moment.getTime())) throw error('invalid', `${instant} is no instant`)
    return moment.toISOString()
  }

  return {
    capabilities: {
      findClients: true,
      getAppointment: true,
      findByKey: true,
      settleMs: 5_000,
      reschedule: 'timeAndEmployee',
      createClient: true,
      updateClient: true,
      listAppointments: true,
      cancel: true,
      severalServices: true,
    },

    async probe(call) {
      const found = await services(call)
      return { ok: found.length > 0, summary: `Acme takes the token and sells ${found.length} services` }
    },

    async findClientsByPhone({ phone }, call) {
      // Acme searches by the beginning of a number.
      const found = await list<WireClient>('clients', { path: '/v1/clients', query: { phone } }, call)
      return found.filter(client => client.phone === phone).map(read.client)
    },
    async getClient({ id }, call) {
      const found = await api.ask<WireClient>('client', { path: pathOf('clients', id) }, call)
      return found && read.client(found)
    },
    async createClient({ name, phone, email, comment }, call) {
      const body = { name, phone, email, note: comment }
      return read.client(
        await written(api.ask<WireClient>('client', { method: 'POST', path: '/v1/clients', body }, call)),
      )
    },
    async updateClient({ id, patch: { comment, ...patch } }, call) {
      const body = { ...patch, ...(comment !== undefined && { note: comment }) }
      const request: Request = { method: 'PATCH', path: pathOf('clients', id), body }
      return read.client(await written(api.ask<WireClient>('client', request, call)))
    },

    listServices: async (_, call) => (await services(call)).map(read.service),
    async listEmployees({ serviceIds = [] }, call) {
      const all = await services(call)
      const staff = await list<WireStaff>('staff', { path: '/v1/staff' }, call)
      return staff
        .map(one => read.employee(one, all))
        .filter(employee => serviceIds.every(id => employee.serviceIds.includes(id)))
    },
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const query = {
        services: serviceIds.join(','),
        staff: employeeId,
        from: utc(from),
        to: utc(to),
        except: ignoring,
      }
      const times = await list<WireTime>('times', { path: '/v1/times', query }, call)
      const slots = times.map(time => read.slot(time, serviceIds))
      const next = limit === undefined ? undefined : slots[limit]
      return { slots: slots.slice(0, limit), checkedUntil: next?.start ?? read.instant(to) }
    },

    async createAppointment({ slot, client, comment, key }, call) {
      const body = { ...timeOf(slot), client, note: comment, reference: key }
      return written(visit({ method: 'POST', path: '/v1/visits', body }, call))
    },
    getAppointment: ({ id }, call) => visit({ path: pathOf('visits', id) }, call),
    async listAppointments({ clientId, phone, employeeId, from, to, key }, call) {
      if (key === undefined && (from === undefined || to === undefined))
        throw error('invalid', 'from and to may be left out only with a key')
      const query = {
        client: clientId,
        phone,
        staff: employeeId,
        reference: key,
        from: from && utc(from),
        to: to && utc(to),
      }
      return (await list<WireVisit>('visits', { path: '/v1/visits', query }, call)).map(read.visit)
    },
    async rescheduleAppointment({ id, slot }, call) {
      const { start, staff } = timeOf(slot)
      return written(visit({ method: 'PATCH', path: pathOf('visits', id), body: { start, staff } }, call))
    },
    async cancelAppointment({ id, reason }, call) {
      const request: Request = { method: 'POST', path: `${pathOf('visits', id)}/cancel`, body: { reason } }
      return written(visit(request, call))
    },
  }
}

const pathOf = (collection: string, id: string) => `/v1/${collection}/${encodeURIComponent(id)}`
