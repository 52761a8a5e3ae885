import type {
  Appointment,
  AppointmentDraft,
  Call,
  CrmInstance,
  PluginContext,
  Slot,
} from '../../../core/contract/index.ts'
import {
  type Book,
  createAppointmentReads,
  createBooking,
  createStatusChanges,
  type VisitChange,
} from '../calendar/index.ts'
import { readInstant } from '../provider/index.ts'
import type { BridgeAnswer, Tell } from './bridge.ts'
import type { createBusyTimes } from './busy.ts'
import { createMoves } from './moves.ts'
import type { BridgeOptions, DikidiOptions } from './options.ts'
import { createOutbox, type Untold } from './outbox.ts'

const TICK_MS = 30_000
/** As long as a call's own attempt may be under way nobody else tells the same. */
const FIRST_AGAIN_MS = 60_000
const LONGEST_AGAIN_MS = 30 * 60_000
const CALL_MS = 20_000
/** What the salon must decide about; of the others it is only told. */
const ASKING: readonly Untold['event'][] = ['visit.requested', 'visit.move_requested']

/** What the salon says; a refused move leaves the visit where it was. */
export interface Decision extends VisitChange {
  isRefusal?: boolean
}

/** Visits that the salon confirms: written here first, then told to the bridge until it has taken them. */
export interface Requests
  extends Pick<
    CrmInstance,
    'createAppointment' | 'rescheduleAppointment' | 'cancelAppointment' | 'getAppointment' | 'listAppointments'
  > {
  /** What the salon has decided. Undefined when there is no such visit, or when it is too late for that. */
  decide(id: string, decision: Decision, call: Call): Promise<Appointment | undefined>
  /** Told of every visit that changed without a client's doing. */
  onChange(listener: (id: string) => Promise<void>): void
  /** Tells what is due and withdraws what nobody answered; until `stop`. */
  start(): Promise<void>
  stop(): Promise<void>
  /** How many things the bridge has not taken although they were tried more than once. */
  waiting(): Promise<number>
}

/** Makes them. */
export function createRequests(
  context: PluginContext<DikidiOptions>,
  parts: { book: Book; tell: Tell; busy: ReturnType<typeof createBusyTimes>; options: BridgeOptions },
): Requests {
  const { book, tell, busy, options } = parts
  const { clock, error, log, company, text, store, signal, exclusive } = context
  const outbox = createOutbox(store)
  const moves = createMoves(store)
  const reads = createAppointmentReads(book)
  const booking = createBooking(book)
  const status = createStatusChanges(book)
  const stopping = new AbortController()
  let listener: (id: string) => Promise<void> = async () => {}
  let ticking: Promise<void> | undefined

  async function decide(id: string, { isRefusal, ...change }: Decision, call: Call): Promise<Appointment | undefined> {
    const before = await moves.find(id)
    const decided =
      isRefusal && before
        ? await status.restore(id, before.snapshot, call)
        : await status.change(id, change, visit => mayBecome(visit, change), call)
    if (before && decided) await moves.forget(id)
    return decided
  }

  /** The bridge has taken it: what it said at once is the salon's decision. */
  async function settle(item: Untold, visit: Appointment, answer: BridgeAnswer, call: Call): Promise<Appointment> {
    await outbox.remove(item)
    if (answer === 'taken' || !ASKING.includes(item.event)) return visit
    const isRefusal = answer === 'refused'
    return (await decide(visit.id, { status: isRefusal ? 'cancelled' : 'booked', isRefusal }, call)) ?? visit
  }

  /** What is answered to the desk: the bridge has it, so whatever goes wrong now, it may have happened. */
  async function answered(item: Untold, visit: Appointment, answer: BridgeAnswer): Promise<Appointment> {
    const settled = await settle(item, visit, answer, within(clock.now())).catch(cause => {
      throw error('unknown_outcome', 'what the bridge said could not be stored', { cause })
    })
    if (answer !== 'refused') return settled
    throw error('refused', 'the salon said no at once', { reason: text(company.locale, 'declined') })
  }

  const taken = ({ start }: Slot) =>
    error('slot_taken', `${start} is taken in DIKIDI`, { reason: text(company.locale, 'taken') })
  const ensureMoments = (slot: Slot) => {
    for (const { start, end } of [slot, ...slot.parts]) for (const moment of [start, end]) readInstant(moment, error)
  }

  return {
    getAppointment: reads.getAppointment,
    listAppointments: reads.listAppointments,
    decide,
    onChange(given) {
      listener = given
    },

    async createAppointment(draft: AppointmentDraft, call) {
      const { slot, key, locale } = draft
      ensureMoments(slot)
      const [before] = await reads.listAppointments({ key }, call)
      if (before) return before
      if (await busy.clashes(slot)) throw taken(slot)
      const item: Untold = { event: 'visit.requested', key, attempts: 0, dueAt: clock.now() + FIRST_AGAIN_MS }
      // Before the visit: a process that dies in between leaves something to tell, never a request that nobody hears of.
      await outbox.put(item)
      const visit = await booking.createAppointment(draft, call).catch(async failure => {
        await outbox.remove(item)
        throw failure
      })
      const told = { key, visit, ...(locale && { locale }) }
      const answer = await tell(item.event, told, call).catch(async failure => {
        if (!isUnsent(failure)) throw failure
        // It has certainly not arrived: nothing is left behind.
        await outbox.remove(item)
        await status.forget(visit.id, within(clock.now()))
        throw failure
      })
      return answered(item, visit, answer)
    },

    async rescheduleAppointment({ id, slot, key, locale }, call) {
      ensureMoments(slot)
      const [old, snapshot] = [await reads.getAppointment({ id }, call), await status.snapshot(id, call)]
      if (!old || snapshot === undefined) throw error('not_found', 'there is no such visit')
      if (await busy.clashes(slot, old)) throw taken(slot)
      const item: Untold = { event: 'visit.move_requested', key, id, attempts: 0, dueAt: clock.now() + FIRST_AGAIN_MS }
      await outbox.put(item)
      const isFirst = old.status !== 'requested' && (await moves.keep(id, { start: old.start, end: old.end, snapshot }))
      const leave = async () => {
        await outbox.remove(item)
        if (isFirst) await moves.forget(id)
      }
      const visit = await booking.rescheduleAppointment({ id, slot, key }, call).catch(async failure => {
        await leave()
        throw failure
      })
      const told = { key, visit, previous: old, ...(locale && { locale }) }
      const answer = await tell(item.event, told, call).catch(async failure => {
        if (!isUnsent(failure)) throw failure
        await leave()
        await status.restore(id, snapshot, within(clock.now()))
        throw failure
      })
      return answered(item, visit, answer)
    },

    async cancelAppointment(input, call) {
      const before = await reads.getAppointment({ id: input.id }, call)
      if (before?.status === 'cancelled') return before
      const visit = await booking.cancelAppointment(input, call)
      await moves.forget(input.id)
      const { key, id } = input
      const item: Untold = { event: 'visit.cancelled', key, id, attempts: 0, dueAt: clock.now() + FIRST_AGAIN_MS }
      await outbox.put(item)
      // It is cancelled; that the salon hears of it does not hang on this one attempt.
      await tell(item.event, { key, visit, ...(input.locale && { locale: input.locale }) }, call).then(
        () => outbox.remove(item),
        failure => log.warn({ err: failure }, 'the bridge has not taken a cancellation; it is told again'),
      )
      return visit
    },

    async start() {
      if (ticking) return
      const ended = AbortSignal.any([signal, stopping.signal])
      ticking = exclusive('tell', async lost => {
        const until = AbortSignal.any([ended, lost])
        while (!until.aborted) {
          await tick().catch(failure => log.warn({ err: failure }, 'the outbox of the bridge could not be worked on'))
          await clock.sleep(TICK_MS, until).catch(() => undefined)
        }
      }).catch(failure => {
        if (!ended.aborted) log.error({ err: failure }, 'nothing is told to the bridge any more')
      })
    },
    async stop() {
      stopping.abort()
      await ticking
    },
    waiting: async () => (await outbox.list()).filter(({ attempts }) => attempts > 0).length,
  }

  function within(now: number): Call {
    return { signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(CALL_MS)]), deadline: now + CALL_MS }
  }

  async function tick(): Promise<void> {
    for (const item of await outbox.list()) if (item.dueAt <= clock.now()) await tellAgain(item)
    const call = within(clock.now())
    const patienceMs = (options.answerWithinMinutes ?? 720) * 60_000
    for (const id of await status.unanswered(clock.now() - patienceMs, call)) {
      const isMove = (await moves.find(id)) !== undefined
      if (!(await decide(id, { status: 'cancelled', isRefusal: true }, call))) continue
      const event = isMove ? 'visit.move_withdrawn' : 'visit.cancelled'
      await outbox.put({ event, key: `late-${id}`, id, attempts: 0, dueAt: clock.now() })
      await listener(id)
    }
  }

  async function tellAgain(item: Untold): Promise<void> {
    const call = within(clock.now())
    const visit =
      item.id === undefined
        ? (await reads.listAppointments({ key: item.key }, call))[0]
        : await reads.getAppointment({ id: item.id }, call)
    // Never written, or withdrawn before anybody heard of it.
    if (!visit || (ASKING.includes(item.event) && visit.status !== 'requested')) return outbox.remove(item)
    const previous = await moves.find(visit.id)
    const answer = await tell(item.event, { key: item.key, visit, ...(previous && { previous }) }, call).catch(
      failure => {
        log.error({ err: failure, attempts: item.attempts + 1 }, 'the bridge does not take what it is told')
        return undefined
      },
    )
    if (answer === undefined) {
      const againMs = Math.min(LONGEST_AGAIN_MS, FIRST_AGAIN_MS * 2 ** item.attempts)
      return outbox.put({ ...item, attempts: item.attempts + 1, dueAt: clock.now() + againMs })
    }
    const settled = await settle(item, visit, answer, call)
    if (settled.status !== visit.status) await listener(visit.id)
  }
}

/** Whether the bridge certainly has not taken it. */
function isUnsent(failure: unknown): boolean {
  const { code } = Object(failure)
  return code === 'unavailable' || code === 'rate_limited'
}

/** A visit that was cancelled stays so: its time may be somebody else's. */
function mayBecome(before: Appointment, { status }: VisitChange): boolean {
  return before.status !== 'cancelled' || status === 'cancelled'
}
