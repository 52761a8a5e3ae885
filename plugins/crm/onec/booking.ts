import type { Appointment, Call, CrmInstance, ErrorCode, Slot } from '../../../core/contract/index.ts'
import type { Interval } from '../hours/index.ts'
import { type GiveWay, isAsWritten } from '../provider/index.ts'
import type { Base } from './base.ts'
import type { Catalog } from './catalog.ts'
import type { Clients } from './clients.ts'
import { droppedFields } from './dropped-fields.ts'
import { isConflict } from './failure.ts'
import type { Row } from './odata.ts'
import { findServices } from './slots.ts'
import { createTurns } from './turns.ts'
import type { Plan, Visit } from './visit-form.ts'
import type { Visits } from './visits.ts'

interface Parts {
  catalogOf(call: Call): Promise<Catalog>
  clients: Clients
  visits: Visits
}

/** Methods 8, 11 and 12, and what becomes of a booking whose answer was lost. */
export interface Booking
  extends Pick<CrmInstance, 'createAppointment' | 'rescheduleAppointment' | 'cancelAppointment'> {
  giveWay: GiveWay<Visit>
}

/**
 * Look, write, look again: whatever staff wrote into the same time meanwhile stays, and our visit goes. References of 1C
 * are in no order of time, so that the smallest one can't decide between two.
 */
export function createBooking(base: Base, { catalogOf, clients, visits }: Parts): Booking {
  const { odata, map, instant, context } = base
  const { error, log, config } = context
  const { set } = map.visit
  const { form } = visits
  const turns = createTurns(context)

  return {
    async giveWay({ start, end, employeeId = '', appointment: { id, key } }, _, call) {
      // In turn: what is being written now may be gone in a moment, and this visit, too.
      return turns.alone(`book:${employeeId}`, call, async () => {
        const there = await visits.around({ start, end }, employeeId, call)
        const visit = there.find(({ appointment }) => appointment.id === id && isLive(appointment))
        const stays = visit !== undefined && rivalsOf(there, visit, ofKey(key)).length === 0
        if (!stays) await takingBack(id, call)()
        return !stays
      })
    },

    async createAppointment(draft, call) {
      const plan = await planOf(draft.slot, call)
      return turns.alone(`book:${plan.employeeId}`, call, async () => {
        const there = await visits.around(plan, plan.employeeId, call)
        const ours = there.find(({ appointment }) => appointment.key === draft.key && isLive(appointment))
        // An earlier attempt wrote it, and nobody has looked again since.
        if (ours)
          return afterWrite(async () => {
            const { id } = ours.appointment
            if (isAsWritten(ours.appointment, draft.slot) && rivalsOf(there, plan, ofKey(draft.key)).length > 0)
              throw await undone(takingBack(id, call), 'slot_taken', 'somebody else was faster')
            return ours.appointment
          })
        if (rivalsOf(there, plan).length > 0) throw taken()
        const catalog = await catalogOf(call)
        const clientId = await clients.link(draft.client, call)
        const fields = form.write(plan, { draft, clientId, catalog })
        const id = (await odata.create(set, fields, call)).toLowerCase()
        const takeBack = takingBack(id, call)
        return afterWrite(async () => {
          const visit = await confirmed({ id, plan, fields, takeBack }, call)
          const shown = visit.appointment
          // 1C says nothing when it does not know the field of the key: then no look-up would ever find the visit.
          if (shown.key !== draft.key) throw await undone(takeBack, 'refused', `${set} does not keep the booking's key`)
          if (config.visit?.post === true) await post(id, takeBack, call)
          return shown
        })
      })
    },

    async rescheduleAppointment({ id, slot }, call) {
      const plan = await planOf(slot, call)
      return turns.alone(`book:${plan.employeeId}`, call, async () => {
        const before = await visits.read(id, call)
        if (!before) throw error('not_found', 'there is no visit of that id')
        if (!isLive(before.appointment)) throw error('refused', 'the visit is cancelled')
        const there = await visits.around(plan, plan.employeeId, call)
        if (rivalsOf(there, plan, ofId(before.appointment.id)).length > 0) throw taken()
        const fields = form.time(plan)
        await odata.change({ set, before: before.row, fields }, call).catch(failure => {
          throw isConflict(failure) ? error('unavailable', 'somebody changed the visit at this moment') : failure
        })
        const { start, end, employeeId = plan.employeeId } = before
        const takeBack = async () => {
          const now = await visits.read(id, call)
          if (!now) return
          await odata.change({ set, before: now.row, fields: form.time({ start, end, employeeId }) }, call)
          const back = await visits.read(id, call)
          if (back?.start !== start || back.employeeId !== before.employeeId)
            throw error('unknown_outcome', 'a move could not be taken back')
        }
        return afterWrite(async () => {
          const visit = await confirmed({ id: before.appointment.id, plan, fields, takeBack }, call)
          if (before.row['Posted'] === true) await post(id, takeBack, call)
          return visit.appointment
        })
      })
    },

    async cancelAppointment({ id, reason }, call) {
      const visit = await visits.read(id, call)
      if (!visit) throw error('not_found', 'there is no visit of that id')
      if (!isLive(visit.appointment)) return visit.appointment
      await withdraw(id, row => form.cancel(row, reason), call)
      const after = await visits.read(id, call).catch(() => undefined)
      return after?.appointment ?? { ...visit.appointment, status: 'cancelled' }
    },
  }

  /** What the slot asks for. @throws `invalid` for what this CRM never offered. */
  async function planOf({ start, end, parts }: Slot, call: Call): Promise<Plan> {
    const times = { start: instant(start), end: instant(end) }
    const catalog = await catalogOf(call)
    const serviceIds = parts.flatMap(part => part.serviceIds)
    findServices(base, catalog, serviceIds)
    const [employeeId = '', ...others] = new Set(parts.map(part => part.employeeId))
    if (others.length > 0 || !catalog.employees.has(employeeId) || times.start >= times.end)
      throw error('invalid', 'a visit has one employee of the catalog, and an end after its start')
    return { ...times, employeeId, serviceIds }
  }

  /** Reads what was written together with what else is there now. */
  async function confirmed(
    { id, plan, fields, takeBack }: { id: string; plan: Plan; fields: Row; takeBack: () => Promise<unknown> },
    call: Call,
  ): Promise<Visit> {
    const there = await visits.around(plan, plan.employeeId, call)
    const visit = there.find(({ appointment }) => appointment.id === id) ?? (await visits.read(id, call))
    const dropped = visit ? droppedFields(fields, visit.row) : [map.visit.start]
    const vital = dropped.filter(isVital)
    if (!visit || vital.length > 0)
      throw await undone(takeBack, 'refused', `${set} does not keep what was written into ${vital.join(', ')}`)
    if (dropped.length > 0) log.warn({ set, fields: dropped }, '1C does not keep these fields as they were written')
    if (rivalsOf(there, plan, ofId(id)).length > 0)
      throw await undone(takeBack, 'slot_taken', 'somebody else was faster')
    return visit
  }

  /** Without these a visit is another one, or none. */
  function isVital(field: string): boolean {
    const { start, end, duration, employee, client, key, service, rows } = map.visit
    const columns = rows && [rows.table, `${rows.table}.${rows.service}`]
    return [start, end, duration, employee, client, key, service].includes(field) || columns?.includes(field) === true
  }

  async function post(id: string, takeBack: () => Promise<unknown>, call: Call): Promise<void> {
    try {
      await odata.act(set, id, 'Post', call)
    } catch (failure) {
      const { code, message } = Object(failure)
      if (code !== 'refused') throw failure
      throw await undone(takeBack, 'refused', `1C does not post the visit: ${message}`)
    }
  }

  /** Marks the record for deletion, or gives it the status of a cancelled one; a posted one can only be marked unposted. */
  async function withdraw(id: string, fieldsOf: (row: Row) => Row, call: Call): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const row = await odata.one(set, id, call)
      if (!row) throw error('not_found', 'the visit is not there any more')
      if (form.statusOf(row) === 'cancelled') return
      const fields = fieldsOf(row)
      const isPosted = row['Posted'] === true && fields['DeletionMark'] === true
      try {
        if (isPosted) await odata.act(set, id, 'Unpost', call)
        await (isPosted
          ? afterWrite(() => changeAsItIs(id, fields, call))
          : odata.change({ set, before: row, fields }, call))
      } catch (failure) {
        if (!isConflict(failure) || attempt > 1) throw failure
        continue
      }
      return afterWrite(async () => {
        const after = await odata.one(set, id, call)
        if (after && form.statusOf(after) !== 'cancelled')
          throw error('unknown_outcome', `${set} does not keep the cancellation of a visit`)
      })
    }
  }

  function takingBack(id: string, call: Call): () => Promise<void> {
    return () => withdraw(id, row => form.takeBack(row), call)
  }

  /** Unposting is a version of its own: the record is read once more. */
  async function changeAsItIs(id: string, fields: Row, call: Call): Promise<void> {
    const before = await odata.one(set, id, call)
    if (before) await odata.change({ set, before, fields }, call)
  }

  /** Takes back what was written; the error that is thrown then holds, since nothing is left. */
  async function undone(takeBack: () => Promise<unknown>, code: ErrorCode, message: string): Promise<Undone> {
    await takeBack()
    return { undone: error(code, message) }
  }

  /** Whatever goes wrong once something was written leaves an outcome that nobody knows, unless it was taken back. */
  async function afterWrite<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (failure) {
      const { undone: known } = Object(failure)
      if (known) throw known
      throw error('unknown_outcome', 'a visit was written, and what came after it failed', { cause: failure })
    }
  }

  function taken() {
    return error('slot_taken', 'the time is taken in 1C')
  }
}

interface Undone {
  undone: Error
}

const isLive = ({ status }: Appointment) => status !== 'cancelled'

const ofId = (id: string) => (visit: Appointment) => visit.id === id
const ofKey = (key: string | undefined) => (visit: Appointment) => visit.key === key

/** Others who take the same time of the same employee. */
const rivalsOf = (
  there: readonly Visit[],
  { start, end, employeeId }: Interval & { employeeId: string | undefined },
  isOwn: (visit: Appointment) => boolean = () => false,
) =>
  there.filter(
    visit =>
      visit.employeeId === employeeId &&
      visit.start < end &&
      visit.end > start &&
      !isOwn(visit.appointment) &&
      isLive(visit.appointment) &&
      visit.appointment.status !== 'no_show',
  )
