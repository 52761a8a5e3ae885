import type { SlotItem, VisitItem } from '../../../../core/contract/index.ts'
import { type Steps, use } from '../dialog/replay.ts'
import type { Answer, Turn } from '../dialog/turn.ts'
import type { TimeWish } from '../time/wish.ts'
import { settleTime } from './time-step.ts'
import { settleVisit } from './visits.ts'
import { written } from './written.ts'

/** A move: which visit, to when, and then core asks for the consent. */
export function* move(turn: Turn): Steps<Answer> {
  const hadVisit = turn.memory.visitId !== undefined
  turn.memory = { ...turn.memory, flow: 'move' }
  const settled = yield* settleVisit(turn, 'which_visit_move')
  if ('answer' in settled) return settled.answer
  const { visit } = settled
  const wish = targetWish(turn, visit, hadVisit)
  const { time: _heard, ...memory } = turn.memory
  turn.memory = wish === undefined ? memory : { ...memory, time: wish }
  const employeeIds = turn.memory.employeeIds.length > 0 ? turn.memory.employeeIds : visitPeople(visit)
  const purpose = {
    serviceIds: visit.service_ids,
    employeeIds,
    visit: { id: visit.appointment_id, date: visit.date, time: visit.time },
  }
  const time = yield* settleTime(turn, purpose)
  if ('answer' in time) return time.answer
  return yield* moveTo(turn, visit, time.slot, purpose)
}

/** A visit with several people is not tied to one of them. */
function visitPeople({ employee_ids: ids }: VisitItem): readonly string[] {
  return ids.length === 1 ? ids : []
}

function* moveTo(
  turn: Turn,
  visit: VisitItem,
  slot: SlotItem,
  purpose: Parameters<typeof written>[2]['purpose'],
): Steps<Answer> {
  const before = turn.memory
  turn.memory = { ...before, offeredIds: [], asked: { about: 'consent', times: 1 } }
  const result = yield* use('reschedule_appointment', { appointment_id: visit.appointment_id, slot_id: slot.slot_id })
  if ('error' in result) turn.memory = before
  return yield* written(turn, result, { slot, purpose })
}

/**
 * When to. "From Friday to Saturday" names the visit's own day too; "move it to five" means the same day; and the day
 * of the visit alone says which visit is meant, not where it goes.
 */
function targetWish(turn: Turn, visit: VisitItem, hadVisit: boolean): TimeWish | undefined {
  const { time: wish } = turn.memory
  const option = wish?.options[0]
  if (wish === undefined || option === undefined) return wish
  const isFresh = turn.heard.time.wish !== undefined
  const others = option.dates.filter(date => date !== visit.date)
  if (isFresh && option.dates.includes(visit.date) && others.length > 0)
    return { ...wish, options: [{ ...option, dates: others }, ...wish.options.slice(1)] }
  // "Friday at 14 to Saturday at 12" comes as two options, of which one is the visit itself.
  const targets = wish.options.filter(candidate => !candidate.dates.includes(visit.date))
  if (isFresh && wish.options.length > 1 && targets.length > 0 && targets.length < wish.options.length)
    return { ...wish, options: targets }
  const isOnlySource = !hadVisit && option.dates.length > 0 && others.length === 0 && isVisitTime(option.windows, visit)
  if (isFresh && isOnlySource) return undefined
  if (option.dates.length === 0 && option.windows.length > 0)
    return { ...wish, options: [{ ...option, dates: [visit.date] }] }
  return wish
}

function isVisitTime(windows: TimeWish['options'][number]['windows'], visit: VisitItem): boolean {
  return windows.length === 0 || windows.every(window => window.from === visit.time && window.kind !== 'range')
}
