import type { Appointment, Call, Client, CrmInstance } from '../../../core/contract/index.ts'
import type { GiveWay } from '../provider/index.ts'
import { ended } from '../remembered/index.ts'
import { type Book, isTaking } from './book.ts'
import type { Clients } from './clients.ts'
import type { Desk } from './desk.ts'
import type { Layout } from './layout.ts'
import { newLead, stage, timeOf, withdrawn } from './lead.ts'
import { ensureBookable, type Wanted } from './slots.ts'
import { createTasks } from './tasks.ts'
import { createTurns } from './turns.ts'
import { toAppointment, type Visit } from './visit.ts'
import { embeddedOf, idOf, isId, type Wire } from './wire.ts'

/** How long links and tasks may take, whose absence fails nothing. */
const DECORATE_MS = 30_000

/** Methods 8, 11 and 12, and what becomes of a booking whose answer was lost. */
export interface Booking
  extends Pick<CrmInstance, 'createAppointment' | 'rescheduleAppointment' | 'cancelAppointment'> {
  giveWay: GiveWay<{ appointment: Appointment }>
}

/** Writes visits. */
export function createBooking(desk: Desk, book: Book, clients: Clients): Booking {
  const { context, api } = desk
  const { company, error, log } = context
  const tasks = createTasks(desk)
  const inTurn = createTurns(context)

  /** A write of a lead: what was offered before it is not true any more, whatever came of it. */
  const writeLead = async (method: 'POST' | 'PATCH', path: string, body: unknown, call: Call) => {
    try {
      return await api.write(method, path, body, call)
    } finally {
      book.taken.forget()
    }
  }

  /** After something was written nothing is certain but what was read. */
  const afterWrite = async <T>(work: Promise<T>): Promise<T> =>
    work.catch(cause => {
      throw error('unknown_outcome', 'amoCRM did not say what became of a visit that was written', { cause })
    })

  const readOwn = async (id: string, call: Call) => {
    const visit = await book.read(id, call)
    if (!visit) throw error('unavailable', 'the visit is not there yet')
    return visit
  }

  const takenError = (start: string) =>
    error('slot_taken', `${start} is taken`, { reason: context.text(company.locale, 'taken') })

  const overlapping = (visits: readonly Visit[], own: Pick<Visit, 'id' | 'employeeId' | 'start' | 'end'>) =>
    visits.filter(
      visit =>
        visit.id !== own.id &&
        visit.employeeId === own.employeeId &&
        visit.start < own.end &&
        visit.end > own.start &&
        isTaking(visit),
    )

  const isAsWanted = (visit: Visit, wanted: Wanted) =>
    visit.start === wanted.start && visit.end === wanted.end && visit.employeeId === wanted.employeeId

  /** What staff see beside the lead. The visit stands, whatever becomes of it and whether or not its caller waits. */
  const decorate = async (leadId: string, wanted: Wanted, owner: Client, given: Call) => {
    const call = { ...given, signal: context.signal, deadline: context.clock.now() + DECORATE_MS }
    const link = async () => {
      const { catalogId } = await desk.catalog.get(call)
      const links = wanted.services.map(({ id }) => ({
        to_entity_id: Number(id),
        to_entity_type: 'catalog_elements',
        metadata: { catalog_id: Number(catalogId), quantity: 1 },
      }))
      await api.write('POST', `leads/${leadId}/link`, links, call)
    }
    const linked = link().catch(failure =>
      log.warn({ err: failure }, 'the services of a visit were not linked to its lead'),
    )
    await Promise.all([linked, tasks.add(leadId, wanted, owner.name, call)])
  }

  /** Takes a lead of ours back, and its key with it: nothing was booked under it. */
  const undo = async (id: string, layout: Layout, call: Call) => {
    await writeLead('PATCH', `leads/${id}`, withdrawn(layout), call)
    const left = await book.read(id, call)
    if (left && left.status !== 'cancelled') throw error('unknown_outcome', 'the lead could not be taken back')
  }

  /** Of several at one time the one with the smallest id stays. */
  const isSecond = (rivals: readonly Visit[], id: string) => rivals.some(rival => Number(rival.id) < Number(id))

  return {
    async giveWay({ appointment: { id, start, end, parts, key } }, _, call) {
      const place = { id, start: Date.parse(start), end: Date.parse(end), employeeId: parts[0]?.employeeId }
      const rivals = overlapping(await book.readTaken(call), place).filter(visit => visit.key !== key)
      if (!isSecond(rivals, id)) return false
      await undo(id, await desk.layout.get(call), call)
      return true
    },

    createAppointment: ({ slot, client, comment, key }, call) =>
      inTurn(call, async () => {
        const layout = await desk.layout.get(call)
        const wanted = await ensureBookable(desk, book, { slot }, call)
        const owner = await clients.linkContact(client, call)
        const lead = newLead({ context, layout, wanted, owner, comment, key })
        const id = createdId(await writeLead('POST', 'leads', [lead], call), key)
        return afterWrite(verify({ id, wanted, owner, layout, key }, call)).then(async ({ visit, outcome }) => {
          if (outcome === 'taken') throw takenError(slot.start)
          if (outcome === 'altered' || !visit)
            throw error('refused', 'amoCRM kept other values than were written: check the fields of the lead')
          await ended(decorate(id, wanted, owner, call), call.signal)
          return toAppointment(desk, visit, owner)
        })
      }),

    rescheduleAppointment: ({ id, slot }, call) =>
      inTurn(call, async () => {
        const before = await book.read(id, call)
        if (!before) throw error('not_found', 'there is no such visit')
        const refuse = (text: string, why: string) =>
          error('refused', why, { reason: context.text(company.locale, text) })
        if (before.status === 'cancelled') throw refuse('cancelled', `visit ${id} is cancelled`)
        if (before.start <= context.clock.now()) throw refuse('begun', `visit ${id} has begun`)
        const services = slot.parts.flatMap(part => part.serviceIds)
        if (before.serviceIds.length > 0 && before.serviceIds.toSorted().join() !== services.toSorted().join())
          throw error('invalid', `a move keeps the services of the visit: ${before.serviceIds.join(', ')}`)
        const layout = await desk.layout.get(call)
        const wanted = await ensureBookable(desk, book, { slot, ignoring: id }, call)
        await writeLead('PATCH', `leads/${id}`, timeOf(context, layout, wanted), call)
        const moved = await afterWrite(
          (async () => {
            const visit = await readOwn(id, call)
            if (!isAsWanted(visit, wanted)) throw error('unknown_outcome', 'the visit is not where it was moved to')
            const rivals = overlapping(await book.readTaken(call), visit)
            if (rivals.length === 0) return visit
            await moveBack(before, layout, call)
            return undefined
          })(),
        )
        // Ids do not tell who came first when a visit was moved: it is the mover who goes back.
        if (!moved) throw takenError(slot.start)
        await tasks.move(id, wanted, call)
        return toAppointment(desk, moved, await clientOf(moved, call))
      }),

    cancelAppointment: ({ id, reason }, call) =>
      inTurn(call, async () => {
        const before = isId(id) ? await book.read(id, call) : undefined
        if (!before) throw error('not_found', 'there is no such visit')
        const client = await clientOf(before, call)
        if (before.status === 'cancelled') return toAppointment(desk, before, client)
        const layout = await desk.layout.get(call)
        const lossReason = context.config.lossReasonId
        const body = {
          ...stage(layout, layout.cancelled),
          ...(lossReason !== undefined && { loss_reason_id: Number(lossReason) }),
        }
        await writeLead('PATCH', `leads/${id}`, body, call)
        const after = await afterWrite(readOwn(id, call))
        if (after.status !== 'cancelled') throw error('unknown_outcome', 'the visit lives on after it was cancelled')
        await tasks.close(id, reason, call)
        return toAppointment(desk, after, client)
      }),
  }

  /** Reads back what was written, and who else is there. */
  async function verify(
    { id, wanted, owner, layout, key }: { id: string; wanted: Wanted; owner: Client; layout: Layout; key: string },
    call: Call,
  ): Promise<{ visit: Visit | undefined; outcome: 'booked' | 'taken' | 'altered' }> {
    const taken = await book.readTaken(call)
    const visit = taken.find(one => one.id === id) ?? (await book.read(id, call))
    const isAltered =
      visit === undefined ||
      visit.key !== key ||
      !isAsWanted(visit, wanted) ||
      (visit.contactId !== undefined && visit.contactId !== owner.id)
    const isLate = visit !== undefined && isSecond(overlapping(taken, visit), id)
    const outcome = isAltered ? 'altered' : isLate ? 'taken' : 'booked'
    if (outcome !== 'booked') await undo(id, layout, call)
    return { visit, outcome }
  }

  async function moveBack(before: Visit, layout: Layout, call: Call): Promise<void> {
    const body = timeOf(context, layout, { ...before, employeeId: before.employeeId ?? '' })
    await writeLead('PATCH', `leads/${before.id}`, body, call)
    const visit = await readOwn(before.id, call)
    if (visit.start !== before.start) throw error('unknown_outcome', 'the visit could not be moved back')
  }

  /** For the answer alone: a visit that was written does not fail because its client can't be read. */
  async function clientOf({ contactId }: Visit, call: Call): Promise<Client | undefined> {
    if (contactId === undefined) return undefined
    return clients.getClient({ id: contactId }, call).catch(() => undefined)
  }

  function createdId(answer: Wire | undefined, key: string): string {
    const rows = embeddedOf(answer, 'leads')
    const id = idOf((rows.find(row => row['request_id'] === key) ?? rows[0])?.['id'])
    if (id !== undefined) return id
    // A batch may be answered with 200 although the record in it was not taken.
    if (embeddedOf(answer, 'errors').length > 0) throw error('refused', 'amoCRM did not take the lead')
    throw error('unknown_outcome', 'amoCRM’s answer does not name the new lead')
  }
}
