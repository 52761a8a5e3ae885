import type { Appointment, Call, CrmPlugin, Slot } from '../../../core/contract/index.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'hasLock', 'reschedule', 'settleMs', 'employees', 'firstHour', 'lastHour', 'findByKey', 'claims'],
  properties: {
    url: { type: 'string' },
    hasLock: { type: 'boolean' },
    reschedule: { enum: ['none', 'time', 'timeAndEmployee'] },
    settleMs: { type: 'integer' },
    employees: { type: 'array', items: { type: 'string' } },
    firstHour: { type: 'integer' },
    lastHour: { type: 'integer' },
    findByKey: { type: 'boolean' },
    /** Whether slots name what they exclude; else the CRM alone decides. */
    claims: { type: 'boolean' },
  },
} as const

/** A record as the fake CRM sends it. */
interface Wire {
  id: string
  employee: string
  start: number
  end: number
  isLive: boolean
  serviceIds: string[]
  key?: string
  phone?: string
  name?: string
}

const SERVICES = [
  { id: 'manicure', name: 'Manicure', durationMinutes: 60 },
  { id: 'styling', name: 'Styling', durationMinutes: 120 },
]
const HOUR_MS = 3_600_000
/** Moscow has no summer time. */
const OFFSET_MS = 3 * HOUR_MS
const DAY_MS = 24 * HOUR_MS

const instantOf = (ms: number) => `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}+03:00`

function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && 'id' in value && 'isLive' in value
}

function appointmentOf({ id, employee, start, end, isLive, serviceIds, key, phone }: Wire): Appointment {
  const time = { start: instantOf(start), end: instantOf(end) }
  return {
    id,
    status: isLive ? 'booked' : 'cancelled',
    ...time,
    parts: [{ serviceIds, employeeId: employee, ...time }],
    ...(key !== undefined && { key }),
    ...(phone !== undefined && { phone }),
  }
}

const overlaps = (one: Wire, other: Wire) =>
  one.employee === other.employee && one.start < other.end && one.end > other.start

/** The fake CRM's plugin: what a careful author would write for a provider with a lock, or without one. */
export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'chaos-crm',
  configSchema,
  create({ config, http, error, clock }) {
    const { url, hasLock, employees, firstHour, lastHour, claims } = config

    async function readJson(response: Response, isWrite: boolean): Promise<unknown> {
      const text = await response.text()
      if (response.status === 429) throw error('rate_limited', 'the CRM is busy', { retryAfterMs: 1_000 })
      if (response.status === 409) throw error('slot_taken', 'the CRM says that the time is taken')
      if (response.status === 404) {
        if (isWrite) throw error('not_found', 'the CRM has no such visit')
        return undefined
      }
      const doubt = isWrite ? 'unknown_outcome' : 'unavailable'
      if (!response.ok) throw error(doubt, `the CRM answers ${response.status}`)
      try {
        return JSON.parse(text)
      } catch (cause) {
        throw error(doubt, 'the CRM answers what is no JSON', { cause })
      }
    }

    async function read(path: string, call: Call): Promise<unknown> {
      return readJson(await http(`${url}${path}`, {}, { call }), false)
    }

    async function list(query: Record<string, string>, call: Call): Promise<Wire[]> {
      const answer = await read(`/visits?${new URLSearchParams(query)}`, call)
      if (!Array.isArray(answer)) throw error('unavailable', 'the CRM answers no list')
      return answer.filter(isWire)
    }

    async function write(path: string, body: object, call: Call): Promise<Wire> {
      const headers = { 'content-type': 'application/json', 'x-deadline': String(call.deadline) }
      const response = await http(
        `${url}/visits${path}`,
        { method: 'POST', headers, body: JSON.stringify(body) },
        { call },
      )
      const answer = await readJson(response, true)
      if (!isWire(answer)) throw error('unknown_outcome', 'the CRM answers no visit')
      return answer
    }

    function wantedOf({ start, end, parts }: Slot) {
      const [part] = parts
      return {
        employee: part?.employeeId ?? '',
        start: Date.parse(start),
        end: Date.parse(end),
        serviceIds: part?.serviceIds ?? [],
      }
    }

    /**
     * Without a lock: of several records at one time the one with the smallest id stays; of those with one key, too. What is
     * ours and comes later is removed. Throws when that can't be known.
     */
    async function settleTies(ours: readonly Wire[], call: Call): Promise<Wire | undefined> {
      const live = ours.filter(({ isLive }) => isLive).toSorted((a, b) => Number(a.id) - Number(b.id))
      const [kept, ...surplus] = live
      if (!kept || kept.key === undefined) return kept
      const { key } = kept
      const around = await list({ from: String(kept.start), to: String(kept.end) }, call)
      const isBeaten = around.some(
        one => one.isLive && one.key !== key && overlaps(one, kept) && Number(one.id) < Number(kept.id),
      )
      for (const { id } of isBeaten ? live : surplus) await write(`/${id}/cancel`, { key }, call)
      return isBeaten ? undefined : kept
    }

    /** The same after a write: whatever goes wrong now leaves an open outcome. */
    async function settleTiesOf(written: Wire, key: string, call: Call): Promise<Wire> {
      const kept = await list({ key }, call)
        .then(ours => settleTies(ours.length > 0 ? ours : [written], call))
        .catch(cause => {
          throw error('unknown_outcome', 'a visit was written and could not be compared with others', { cause })
        })
      if (!kept) throw error('slot_taken', 'somebody was faster')
      return kept
    }

    const catalogue = SERVICES.map(service => ({ ...service, employeeIds: [...employees] }))

    return {
      capabilities: {
        findClients: false,
        getAppointment: true,
        findByKey: config.findByKey,
        settleMs: config.settleMs,
        reschedule: config.reschedule,
        createClient: false,
        updateClient: false,
        listAppointments: true,
        cancel: true,
        severalServices: false,
      },
      findClientsByPhone: async () => [],
      getClient: async () => undefined,
      async createClient() {
        throw error('unsupported', 'no clients')
      },
      async updateClient() {
        throw error('unsupported', 'no clients')
      },
      listServices: async () => catalogue,
      listEmployees: async () =>
        employees.map(id => ({
          id,
          name: id.replace(/^./, letter => letter.toUpperCase()),
          serviceIds: SERVICES.map(one => one.id),
        })),

      async listAvailableSlots({ serviceIds, employeeId, from, to, ignoring, limit = 1_000 }, call) {
        const [serviceId = ''] = serviceIds
        const lengthMs = (SERVICES.find(({ id }) => id === serviceId)?.durationMinutes ?? 60) * 60_000
        const [first, last] = [Date.parse(from), Date.parse(to)]
        const taken = (await list({ from: String(first), to: String(last) }, call)).filter(
          one => one.isLive && one.id !== ignoring,
        )
        const slots: Slot[] = []
        for (let start = first; start < last; start += HOUR_MS) {
          const hour = Math.floor(((start + OFFSET_MS) % DAY_MS) / HOUR_MS)
          const end = start + lengthMs
          if (hour < firstHour || hour + lengthMs / HOUR_MS > lastHour || start <= clock.now()) continue
          for (const employee of employees) {
            if (employeeId !== undefined && employee !== employeeId) continue
            if (taken.some(one => one.employee === employee && one.start < end && one.end > start)) continue
            const time = { start: instantOf(start), end: instantOf(end) }
            slots.push({
              ...time,
              parts: [{ serviceIds, employeeId: employee, ...time }],
              claims: claims ? [{ resource: `employee:${employee}`, capacity: 1 }] : [],
            })
          }
        }
        return { slots: slots.slice(0, limit), checkedUntil: to }
      },

      async createAppointment({ slot, client, key }, call) {
        const written = await write('', { ...wantedOf(slot), phone: client.phone, name: client.name, key }, call)
        return appointmentOf(hasLock ? written : await settleTiesOf(written, key, call))
      },
      async getAppointment({ id }, call) {
        const record = await read(`/visits/${id}`, call)
        return isWire(record) ? appointmentOf(record) : undefined
      },
      async listAppointments({ key, phone, from, to, isSettled = false }, call) {
        if (key === undefined) {
          const window = { from: String(Date.parse(from ?? '')), to: String(Date.parse(to ?? '')) }
          return (await list({ ...window, ...(phone !== undefined && { phone }) }, call)).map(appointmentOf)
        }
        const ours = await list({ key }, call)
        if (hasLock || isSettled || !ours.some(({ isLive }) => isLive)) return ours.map(appointmentOf)
        // Whoever wrote them may have died before it looked who was first.
        await settleTies(ours, call)
        return (await list({ key }, call)).map(appointmentOf)
      },
      async rescheduleAppointment({ id, slot, key }, call) {
        return appointmentOf(await write(`/${id}/move`, { ...wantedOf(slot), key }, call))
      },
      async cancelAppointment({ id, key }, call) {
        return appointmentOf(await write(`/${id}/cancel`, { key }, call))
      },
    }
  },
} satisfies CrmPlugin<typeof configSchema>
