import type { Book, BookRecord } from './fakes/crm-book.ts'
import type { SalonPlan, StaffEdit } from './plan.ts'
import type { Random } from './random.ts'
import { RUN_BEGINS } from './run-time.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Midnight before the first day on which anybody books. */
const FIRST_DAY = RUN_BEGINS - 9 * HOUR_MS + DAY_MS

/** Does at the CRM what staff do there without asking anybody. */
export function editByStaff(book: Book, salon: SalonPlan, kind: StaffEdit['kind'], dice: Random): void {
  const live = book.records.filter(({ isLive }) => isLive)
  const chosen: BookRecord | undefined = live[dice.between(0, Math.max(0, live.length - 1))]
  const hour = dice.between(salon.firstHour, salon.lastHour - 1)
  const start = FIRST_DAY + dice.between(0, 2) * DAY_MS + hour * HOUR_MS
  const employee = salon.employees[dice.between(0, salon.employees.length - 1)] ?? ''
  const wanted = { employee, start, end: start + HOUR_MS, serviceIds: ['manicure'] }
  if (kind === 'book') book.create(wanted)
  else if (!chosen) return
  else if (kind === 'cancel') book.cancel(chosen.id)
  else book.move(chosen.id, { ...wanted, end: start + chosen.end - chosen.start })
}
