import type {
  Appointment,
  AppointmentDraft,
  Call,
  Clock,
  CrmCapabilities,
  CrmInstance,
  ErrorCode,
} from '../../core/contract/index.ts'
import { everythingBut } from '../../plugins/crm/provider/index.ts'

/** How one call behaves; without one it does what it should. */
export type Mood =
  /** Writes nothing and throws. Without a code: a plain error. */
  | { throws: ErrorCode | 'uncoded'; reason?: string }
  /** Writes, then throws. */
  | { throwsAfterWriting: ErrorCode }
  /** Throws `unknown_outcome`; the write appears so much later. */
  | { writesLateMs: number }
  /** Writes, and answers so much later. */
  | { answersLateMs: number }
  /** Writes, and never answers, whatever the signal says. */
  | { hangs: true }
  /** Books two records of one key, then answers or throws. */
  | { writesTwice: true; throws?: ErrorCode }
  /** Writes nothing and answers as if it had, with these differences. */
  | { pretends: Partial<Appointment> }

type Method =
  | 'createAppointment'
  | 'rescheduleAppointment'
  | 'cancelAppointment'
  | 'getAppointment'
  | 'listAppointments'

interface Written extends Appointment {
  visibleAt: number
}

/** A CRM in memory whose every answer a test can spoil. It never books one employee twice at a time. */
export interface ScriptedCrm extends CrmInstance {
  /** Spoils the next calls of a method, one after the other. */
  next(method: Method, ...moods: readonly Mood[]): void
  /** Nothing can be reached while true. */
  isDown: boolean
  /** What was called, with the moment. */
  readonly calls: { method: Method; at: number; deadline: number; key: string | undefined }[]
  /** All records that can be seen now. */
  records(): readonly Appointment[]
  /** Those that take place. */
  live(): readonly Appointment[]
  /** Staff change a record in the CRM itself. */
  edit(id: string, change: Partial<Appointment>): void
  /** A record is gone without a trace. */
  lose(id: string): void
}

const coded = (code: string, details: object = {}) =>
  Object.assign(new Error(`the CRM says ${code}`), { code, ...details })

/** Makes one. */
export function createScriptedCrm({
  clock,
  capabilities = {},
  status = 'booked',
}: {
  clock: Clock
  capabilities?: Partial<CrmCapabilities>
  /** Of what is booked. */
  status?: 'booked' | 'requested'
}): ScriptedCrm {
  const written: Written[] = []
  const moods = new Map<Method, Mood[]>()
  const calls: ScriptedCrm['calls'] = []

  const visible = () => written.filter(record => record.visibleAt <= clock.now())
  const isLive = (record: Appointment) => record.status !== 'cancelled'
  const plain = ({ visibleAt: _, ...record }: Written): Appointment => record
  const employeesOf = ({ parts }: Pick<Appointment, 'parts'>) => parts.map(part => part.employeeId)

  function ensureFree(slot: AppointmentDraft['slot'], ignoring?: string): void {
    const isTaken = visible().some(
      record =>
        record.id !== ignoring &&
        isLive(record) &&
        Date.parse(record.start) < Date.parse(slot.end) &&
        Date.parse(record.end) > Date.parse(slot.start) &&
        employeesOf(record).some(employee => employeesOf(slot).includes(employee)),
    )
    if (isTaken) throw coded('slot_taken')
  }

  function find(id: string): Written {
    const record = visible().find(candidate => candidate.id === id)
    if (!record) throw coded('not_found')
    return record
  }

  /** Runs a write under the mood of its turn. */
  async function perform(method: Method, key: string | undefined, call: Call, write: (visibleAt: number) => Written) {
    calls.push({ method, at: clock.now(), deadline: call.deadline, key })
    if (crm.isDown) throw coded('unavailable')
    const mood = moods.get(method)?.shift()
    if (!mood) return plain(write(clock.now()))
    if ('throws' in mood && !('writesTwice' in mood)) {
      if (mood.throws === 'uncoded') throw new Error('something broke')
      throw coded(mood.throws, mood.reason === undefined ? {} : { reason: mood.reason })
    }
    if ('pretends' in mood) {
      const before = written.map(record => ({ ...record }))
      const pretended = plain(write(clock.now()))
      written.splice(0, written.length, ...before)
      return { ...pretended, ...mood.pretends }
    }
    if ('writesLateMs' in mood) {
      write(clock.now() + mood.writesLateMs)
      throw coded('unknown_outcome')
    }
    const record = write(clock.now())
    if ('throwsAfterWriting' in mood) throw coded(mood.throwsAfterWriting)
    if ('answersLateMs' in mood) await clock.sleep(mood.answersLateMs)
    if ('hangs' in mood) await new Promise(() => {})
    if ('writesTwice' in mood) {
      written.push({ ...record, id: String(written.length + 1) })
      if (mood.throws) throw coded(mood.throws)
    }
    return plain(record)
  }

  async function read<T>(method: Method, call: Call, answer: () => T): Promise<T> {
    calls.push({ method, at: clock.now(), deadline: call.deadline, key: undefined })
    const mood = moods.get(method)?.shift()
    if (crm.isDown || (mood && 'throws' in mood)) throw coded('unavailable')
    if (mood && 'hangs' in mood) await new Promise(() => {})
    return answer()
  }

  const unused = async (): Promise<never> => {
    throw coded('unsupported')
  }

  const crm: ScriptedCrm = {
    capabilities: everythingBut({ settleMs: 30_000, ...capabilities }),
    isDown: false,
    calls,
    next: (method, ...wanted) => void moods.set(method, [...(moods.get(method) ?? []), ...wanted]),
    records: () => visible().map(plain),
    live: () => visible().filter(isLive).map(plain),
    edit(id, change) {
      Object.assign(find(id), change)
    },
    lose: id => void written.splice(written.indexOf(find(id)), 1),

    createAppointment: ({ slot, client, key }, call) =>
      perform('createAppointment', key, call, visibleAt => {
        ensureFree(slot)
        const { start, end, parts } = slot
        const record = {
          id: String(written.length + 1),
          status,
          start,
          end,
          parts,
          phone: client.phone,
          key,
          visibleAt,
        }
        written.push(record)
        return record
      }),
    rescheduleAppointment: ({ id, slot, key }, call) =>
      perform('rescheduleAppointment', key, call, () => {
        const record = find(id)
        ensureFree(slot, id)
        return Object.assign(record, { start: slot.start, end: slot.end, parts: slot.parts })
      }),
    cancelAppointment: ({ id, key }, call) =>
      perform('cancelAppointment', key, call, () => Object.assign(find(id), { status: 'cancelled' })),
    getAppointment: ({ id }, call) =>
      read('getAppointment', call, () => {
        const record = visible().find(candidate => candidate.id === id)
        return record && plain(record)
      }),
    listAppointments: ({ key }, call) =>
      read('listAppointments', call, () =>
        visible()
          .filter(record => record.key === key)
          .map(plain),
      ),

    findClientsByPhone: async () => [],
    getClient: async () => undefined,
    createClient: unused,
    updateClient: unused,
    listServices: async () => [],
    listEmployees: async () => [],
    listAvailableSlots: unused,
  }
  return crm
}
