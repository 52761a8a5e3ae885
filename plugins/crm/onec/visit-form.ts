import type { Appointment, AppointmentDraft, AppointmentStatus, SlotPart } from '../../../core/contract/index.ts'
import { minorUnitsOf } from '../provider/index.ts'
import type { Base } from './base.ts'
import type { Catalog } from './catalog.ts'
import { textOf } from './clients.ts'
import { rowsOf } from './contact-rows.ts'
import { isRef } from './literal.ts'
import type { Row } from './odata.ts'

/** A visit with the record that it was read from. */
export interface Visit {
  row: Row
  start: number
  end: number
  employeeId: string | undefined
  appointment: Appointment
}

/** What a visit takes: who, when, which services. */
export interface Plan {
  start: number
  end: number
  employeeId: string
  serviceIds: readonly string[]
}

/** A visit as the document has it, and the other way round. */
export interface VisitForm {
  /** Undefined for a document without a time: it is no visit. */
  read(row: Row, catalog: Catalog): Visit | undefined
  /** The fields of a new document. */
  write(plan: Plan, options: { draft: AppointmentDraft; clientId: string; catalog: Catalog }): Row
  /** The fields that move it. */
  time(plan: Pick<Plan, 'start' | 'end' | 'employeeId'>): Row
  /** The fields that cancel it. */
  cancel(row: Row, reason: string | undefined): Row
  /** The fields that cancel it and take its key away: nothing was booked under it. */
  takeBack(row: Row): Row
  /** A mark for deletion is a cancellation, whatever the status says. */
  statusOf(row: Row): AppointmentStatus
  /** How the key stands in the remark. */
  marker(key: string): string
}

const MARKER = /(?:^|\s)AI-Admin:([A-Za-z0-9_-]{16,40})/
const STATUSES: readonly AppointmentStatus[] = ['cancelled', 'no_show', 'arrived', 'requested']

/** Knows which field is which. */
export function createVisitForm({ map, wall, zone, context }: Base): VisitForm {
  const { visit } = map
  const { statuses = {} } = context.config

  const marker = (key: string) => `AI-Admin:${key}`

  const statusOf = (row: Row): AppointmentStatus => {
    if (row['DeletionMark'] === true) return 'cancelled'
    const value = visit.status && textOf(row[visit.status])
    return (value && STATUSES.find(status => statuses[status]?.some(one => isSame(one, value)))) || 'booked'
  }

  const servicesOf = (row: Row): readonly string[] => {
    const { rows, service } = visit
    const ids = rows ? rowsOf(row, rows.table).map(one => one[rows.service]) : service ? [row[service]] : []
    return ids.filter(isRef).map(id => id.toLowerCase())
  }

  const endOf = (row: Row, start: number, serviceIds: readonly string[], catalog: Catalog): number => {
    const written = visit.end && wall.read(row[visit.end])
    if (written && written > start) return written
    const minutes = visit.duration ? Number(row[visit.duration]) : Number.NaN
    if (minutes > 0) return start + minutes * 60_000
    const usual = context.config.services?.defaultMinutes ?? 60
    const sum = serviceIds.reduce((total, id) => total + (catalog.services.get(id)?.durationMinutes ?? usual), 0)
    return start + (sum || usual) * 60_000
  }

  return {
    marker,
    statusOf,

    read(row, catalog) {
      const start = wall.read(row[visit.start])
      const id = row['Ref_Key']
      if (start === undefined || !isRef(id)) return undefined
      const serviceIds = servicesOf(row)
      const end = endOf(row, start, serviceIds, catalog)
      const [who, client] = [row[visit.employee], row[visit.client]]
      const employeeId = isRef(who) ? who.toLowerCase() : undefined
      const remark = visit.comment && textOf(row[visit.comment])
      const key = visit.key ? textOf(row[visit.key]) : MARKER.exec(remark ?? '')?.[1]
      const comment = remark?.replace(MARKER, '').trim()
      const clientName = visit.clientName && textOf(row[visit.clientName])
      const phone = visit.phone && textOf(row[visit.phone])
      const time = { start: zone.format(start), end: zone.format(end) }
      const part: SlotPart = { serviceIds, ...(employeeId !== undefined && { employeeId }), ...time }
      const appointment: Appointment = {
        id: id.toLowerCase(),
        status: statusOf(row),
        ...time,
        parts: [part],
        ...(isRef(client) && { clientId: client.toLowerCase() }),
        ...(clientName && { clientName }),
        ...(phone?.startsWith('+') && { phone }),
        ...(comment && { comment }),
        ...(key !== undefined && { key }),
      }
      return { row, start, end, employeeId, appointment }
    },

    write(plan, { draft, clientId, catalog }) {
      const remark = [spoken(draft.comment), ...(visit.key ? [] : [marker(draft.key)])].filter(Boolean).join('\n')
      const status = statuses.requested?.[0] ?? statuses.booked?.[0]
      return {
        Date: wall.write(context.clock.now()),
        ...visit.fixed,
        ...this.time(plan),
        [visit.client]: clientId,
        ...(visit.clientName && { [visit.clientName]: draft.client.name }),
        ...(visit.phone && { [visit.phone]: draft.client.phone }),
        ...(visit.comment && { [visit.comment]: remark }),
        ...(visit.key && { [visit.key]: draft.key }),
        ...(visit.status && status !== undefined && { [visit.status]: status }),
        ...(visit.service && !visit.rows && { [visit.service]: plan.serviceIds[0] }),
        ...(visit.rows && { [visit.rows.table]: serviceRows(visit.rows, plan.serviceIds, catalog) }),
      }
    },

    time: ({ start, end, employeeId }) => ({
      [visit.start]: wall.write(start),
      ...(visit.end && { [visit.end]: wall.write(end) }),
      ...(visit.duration && { [visit.duration]: Math.round((end - start) / 60_000) }),
      [visit.employee]: employeeId,
    }),

    cancel(row, reason) {
      const before = (visit.comment && textOf(row[visit.comment])) ?? ''
      const value = visit.status && statuses.cancelled?.[0]
      return {
        ...(visit.status && value !== undefined ? { [visit.status]: value } : { DeletionMark: true }),
        ...(visit.comment && reason && { [visit.comment]: [before, spoken(reason)].filter(Boolean).join('\n') }),
      }
    },

    takeBack(row) {
      const remark = (visit.comment && textOf(row[visit.comment])) ?? ''
      return {
        ...this.cancel(row, undefined),
        ...(visit.key ? { [visit.key]: '' } : visit.comment && { [visit.comment]: remark.replace(MARKER, '').trim() }),
      }
    },
  }

  /** 1C fills in nothing: quantity, price and sum are ours to write, each row with its number. */
  function serviceRows(
    { service, quantity, price, amount, fixed }: NonNullable<typeof visit.rows>,
    ids: readonly string[],
    catalog: Catalog,
  ): readonly Row[] {
    const { currency } = context.company
    return ids.map((id, index) => {
      const minor = catalog.services.get(id)?.price?.min
      const cost = minor === undefined ? undefined : minor / minorUnitsOf(currency)
      return {
        LineNumber: String(index + 1),
        ...fixed,
        [service]: id,
        ...(quantity && { [quantity]: 1 }),
        ...(price && cost !== undefined && { [price]: cost }),
        ...(amount && cost !== undefined && { [amount]: cost }),
      }
    })
  }
}

/** What a client says can't look like a key. */
const spoken = (text: string | undefined) => text?.replaceAll('AI-Admin:', 'AI-Admin')

/** References differ in the case of their letters only. */
const isSame = (one: string, other: string) =>
  one === other || (isRef(one) && one.toLowerCase() === other.toLowerCase())
