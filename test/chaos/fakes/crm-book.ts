import type { Chronicle, RecordState } from '../chronicle.ts'

/** One record of the fake CRM. */
export interface BookRecord extends RecordState {
  serviceIds: readonly string[]
  phone?: string
  name?: string
}

/** What is to be written. */
export interface Wanted {
  employee: string
  start: number
  end: number
  serviceIds: readonly string[]
  phone?: string
  name?: string
}

/** Why the book does not take a write. */
export type Refusal = 'taken' | 'missing'

/** The records of the fake CRM, and what it does with a write. Staff's writes have no key. */
export interface Book {
  readonly records: readonly BookRecord[]
  create(wanted: Wanted, key?: string): BookRecord | Refusal
  move(id: string, wanted: Wanted, key?: string): BookRecord | Refusal
  cancel(id: string, key?: string): BookRecord | Refusal
  find(id: string): BookRecord | undefined
  /** Live records of an employee that overlap a time. */
  overlapping(time: { employee: string; start: number; end: number }): readonly BookRecord[]
}

/**
 * Makes an empty one.
 *
 * @param hasLock one employee is never booked twice at a time; without it everything is written that is asked for.
 */
export function createBook(hasLock: boolean, chronicle: Chronicle): Book {
  const records: BookRecord[] = []

  const overlapping: Book['overlapping'] = ({ employee, start, end }) =>
    records.filter(one => one.isLive && one.employee === employee && one.start < end && one.end > start)

  const find = (id: string) => records.find(record => record.id === id)

  function note(change: 'created' | 'moved' | 'cancelled', one: BookRecord, key: string | undefined): BookRecord {
    const { id, employee, start, end, isLive } = one
    const record = { id, employee, start, end, isLive, ...(one.key !== undefined && { key: one.key }) }
    chronicle.note({ what: 'record', change, record, ...(key !== undefined && { key }) })
    return one
  }

  return {
    records,
    overlapping,
    find,
    create(wanted, key) {
      if (hasLock && overlapping(wanted).length > 0) return 'taken'
      const record = { ...wanted, id: String(records.length + 1), isLive: true, ...(key !== undefined && { key }) }
      records.push(record)
      return note('created', record, key)
    },
    move(id, { employee, start, end }, key) {
      const record = find(id)
      if (!record?.isLive) return 'missing'
      const others = overlapping({ employee, start, end }).filter(one => one.id !== id)
      if (hasLock && others.length > 0) return 'taken'
      return note('moved', Object.assign(record, { employee, start, end }), key)
    },
    cancel(id, key) {
      const record = find(id)
      if (!record) return 'missing'
      if (!record.isLive) return record
      return note('cancelled', Object.assign(record, { isLive: false }), key)
    },
  }
}
