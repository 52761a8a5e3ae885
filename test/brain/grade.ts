import type { Appointment } from '../../core/contract/index.ts'
import type { Dialog } from './dialog.ts'
import { PLACES } from './salon.ts'
import { readVisit, type WrittenVisit } from './visit.ts'

/**
 * What a dialog came to. `wished`: the book is as it should be and every answer was right. `wrong`: something stands in the
 * book, or is missing from it, that nobody wished. `person`: handed over though it need not have been. `none`: not booked,
 * though wished; `answer`: the book is right, an answer was not.
 */
export type Verdict = 'wished' | 'wrong' | 'person' | 'none' | 'answer'

/** The verdict with its reasons. */
export interface Graded {
  verdict: Verdict
  problems: readonly string[]
}

/** How a dialog ended. */
interface Ending {
  visits: readonly Appointment[]
  isStaff: boolean
  problems: readonly string[]
}

/** Holds what stands in the book against the wish. */
export function grade(dialog: Dialog, { visits, isStaff, problems }: Ending): Graded {
  const expected = expectedVisits(dialog)
  const left = [...visits]
  const missing = expected.filter(({ visit, isNew }) => {
    const index = left.findIndex(actual => isSame(dialog, actual, visit, isNew))
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
  const lost = missing.filter(({ isNew, wasThere }) => !isNew && wasThere)
  const differences = [
    ...left.map(visit => `in the book: ${show(visit)}`),
    ...missing.map(
      ({ visit }) => `not in the book: ${visit.services.join('+')} ${visit.employee ?? ''} ${visit.start}`,
    ),
  ]
  // A visit that should have been moved or cancelled and stands as it was is not done, and nothing wrong.
  const untouched = new Set(toChange(dialog).map(({ start }) => Date.parse(start)))
  const strange = left.filter(visit => !untouched.has(Date.parse(visit.start)))
  const all = [...problems, ...differences]
  if (strange.length > 0 || lost.length > 0) return { verdict: 'wrong', problems: all }
  if (dialog.wish.person)
    return isStaff
      ? { verdict: 'wished', problems: all }
      : { verdict: 'none', problems: [...all, 'nobody was handed over to'] }
  if (differences.length > 0) return { verdict: isStaff ? 'person' : 'none', problems: all }
  if (isStaff) return { verdict: 'person', problems: all }
  return { verdict: problems.length > 0 ? 'answer' : 'wished', problems: all }
}

interface Expected {
  visit: WrittenVisit
  /** Booked in this dialog: then the name and the phone count, too. */
  isNew: boolean
  wasThere: boolean
}

const list = (lines: string | readonly string[] | undefined): readonly string[] =>
  lines === undefined ? [] : typeof lines === 'string' ? [lines] : lines

/** Visits that are to be moved or cancelled. */
function toChange({ wish, locale }: Dialog): WrittenVisit[] {
  const { offset } = PLACES[locale]
  const moved = wish.move?.split(' -> ')[0]
  return [...list(wish.cancel), ...list(moved)].map(line => readVisit(line, offset))
}

function expectedVisits(dialog: Dialog): Expected[] {
  const { wish, locale, visits = [] } = dialog
  const { offset } = PLACES[locale]
  const changed = toChange(dialog)
  const own = visits.map(line => readVisit(line, offset))
  const kept = own.filter(visit => !changed.some(({ start }) => start === visit.start))
  const [from, to] = wish.move?.split(' -> ').map(line => readVisit(line, offset)) ?? []
  const services = own.find(({ start }) => start === from?.start)?.services ?? []
  return [
    ...kept.map(visit => ({ visit, isNew: false, wasThere: true })),
    ...(to ? [{ visit: { ...to, services }, isNew: false, wasThere: false }] : []),
    ...list(wish.book).map(line => ({ visit: readVisit(line, offset), isNew: true, wasThere: false })),
  ]
}

function isSame({ client, locale }: Dialog, actual: Appointment, wished: WrittenVisit, isNew: boolean): boolean {
  const services = actual.parts.flatMap(part => part.serviceIds).toSorted()
  const employees = new Set(actual.parts.map(part => part.employeeId))
  const { name, phone } = { ...PLACES[locale].client, ...client }
  return (
    Date.parse(actual.start) === Date.parse(wished.start) &&
    services.join() === wished.services.join() &&
    (wished.employee === undefined || employees.has(wished.employee)) &&
    (!isNew || (actual.clientName === (wished.name ?? name) && actual.phone === phone))
  )
}

function show({ start, parts, clientName, phone }: Appointment): string {
  const services = parts.flatMap(part => part.serviceIds).join('+')
  return `${services} ${parts.map(part => part.employeeId).join('+')} ${start} ${clientName} ${phone}`
}
