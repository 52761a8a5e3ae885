import { parseArgs } from 'node:util'
import { addDays } from '../../plugins/crm/hours/index.ts'
import type { Appointment, Call, CrmInstance } from '../contract/index.ts'
import { isDate, localMoment, startOfDay } from '../dialog/local-time.ts'
import { columns } from './columns.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { withRuntime } from './with-runtime.ts'

const READ_WITHIN_MS = 60_000
const MOST_DAYS = 62

/** The days that are asked for, the first in the company's zone. */
interface Days {
  first: string | undefined
  count: number
}

function readDays({ day, days }: { day?: string | undefined; days?: string | undefined }): Days {
  if (day !== undefined && !isDate(day)) throw new UsageError(`--day is a date such as 2026-11-25, not ${day}`)
  const count = days === undefined ? (day === undefined ? 2 : 1) : Number(days)
  if (!Number.isInteger(count) || count < 1 || count > MOST_DAYS)
    throw new UsageError(`--days is a number from 1 to ${MOST_DAYS}, not ${days}`)
  return { first: day, count }
}

/** A visit as a person reads it: names in place of ids, times in the company's zone. */
interface ReadVisit {
  id: string
  status: Appointment['status']
  start: string
  end: string
  client: string
  phone: string
  services: readonly string[]
  employees: readonly string[]
}

/** What turns ids into names; an id of which the CRM tells no name any more stays. */
async function createReader(crm: CrmInstance, timezone: string, call: Call) {
  const [services, employees] = await Promise.all([crm.listServices({}, call), crm.listEmployees({}, call)])
  const namesOf = (ids: readonly string[], all: readonly { id: string; name: string }[]) =>
    [...new Set(ids)].map(id => all.find(one => one.id === id)?.name ?? id)
  const instantOf = (instant: string) => localMoment(Date.parse(instant), timezone).instant
  return async (visit: Appointment): Promise<ReadVisit> => {
    const { id, status, start, end, parts, clientId, title } = visit
    const isKnown = visit.clientName !== undefined && visit.phone !== undefined
    const client =
      !isKnown && clientId !== undefined && crm.capabilities.findClients
        ? await crm.getClient({ id: clientId }, call)
        : undefined
    const ids = parts.flatMap(part => part.serviceIds)
    return {
      id,
      status,
      start: instantOf(start),
      end: instantOf(end),
      client: visit.clientName ?? client?.name ?? '',
      phone: visit.phone ?? client?.phone ?? '',
      services: ids.length === 0 && title !== undefined ? [title] : namesOf(ids, services),
      employees: namesOf(
        parts.flatMap(part => part.employeeId ?? []),
        employees,
      ),
    }
  }
}

function rowOf({ start, client, phone, services, employees, status }: ReadVisit): readonly string[] {
  const spoken = [services, employees].map(names => names.join(' + '))
  return [start.slice(0, 10), start.slice(11, 16), client, phone, ...spoken, status]
}

/** `aiadmin visits`: who comes in the next days, as the CRM has it. */
export async function runVisits(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      day: { type: 'string' },
      days: { type: 'string' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  if (positionals.length > 1) throw new UsageError(`${positionals[1]} is too much`)
  const { first, count } = readDays(values)
  return withRuntime(positionals[0], io, async ({ instances: { crm } }, { config }) => {
    const { timezone } = config.company
    if (!crm.capabilities.listAppointments)
      throw new Error(`${config.crm.use} cannot list visits: look into the CRM itself`)
    const day = first ?? localMoment(Date.now(), timezone).date
    const [from, to] = [startOfDay(day, timezone), startOfDay(addDays(day, count), timezone)]
    const call = { signal: AbortSignal.timeout(READ_WITHIN_MS), deadline: Date.now() + READ_WITHIN_MS }
    const found = await crm.listAppointments({ from, to }, call)
    const shown = found.filter(({ status }) => values.all || status !== 'cancelled')
    const read = await createReader(crm, timezone, call)
    const visits: ReadVisit[] = []
    // One after the other: a provider may count what is asked in a second.
    for (const visit of shown) visits.push(await read(visit))
    if (values.json) {
      io.stdout.write(`${JSON.stringify({ timezone, from, to, visits }, undefined, 2)}\n`)
      return EXIT.ok
    }
    const period = count === 1 ? day : `${day} to ${addDays(day, count - 1)}`
    const hidden = found.length - shown.length
    const title = ['day', 'time', 'client', 'phone', 'service', 'employee', 'state']
    io.stdout.write(visits.length === 0 ? `No visits: ${period}.\n` : `${columns([title, ...visits.map(rowOf)])}\n`)
    if (hidden > 0) io.stdout.write(`Cancelled and not shown: ${hidden}; --all shows them.\n`)
    return EXIT.ok
  })
}
