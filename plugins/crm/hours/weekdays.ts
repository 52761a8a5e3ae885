import type { Weekday } from '../../../core/contract/index.ts'

/** The days in the order of ISO 8601: Monday is the first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[]

/** The days that `mon` or `sat-mon` names; a range may run over the end of the week. Undefined when it names none. */
export function weekdaysOf(key: string): readonly Weekday[] | undefined {
  const names: readonly string[] = WEEKDAYS
  const [first, last, ...rest] = key.split('-').map(name => names.indexOf(name.trim()))
  if (first === undefined || first < 0 || rest.length > 0) return undefined
  if (last === undefined) return WEEKDAYS.slice(first, first + 1)
  if (last < 0) return undefined
  return first <= last ? WEEKDAYS.slice(first, last + 1) : [...WEEKDAYS.slice(first), ...WEEKDAYS.slice(0, last + 1)]
}
