// Days as `2026-11-25` and months as `2026-11`: plain calendar arithmetic, without zones.

const DAY_MS = 86_400_000

/** The weeks of a month that hold one of the days, from the first such week to the last; null stands for other months' days. */
export function weeksOf(month: string, days: readonly string[], firstWeekday: number): (string | null)[][] {
  const first = `${month}-01`
  const lead = (weekdayOf(first) - firstWeekday + 7) % 7
  const cells: (string | null)[] = Array.from({ length: lead }, () => null)
  for (let date = first; date.startsWith(month); date = addDays(date, 1)) cells.push(date)
  while (cells.length % 7 !== 0) cells.push(null)
  const weeks = Array.from({ length: cells.length / 7 }, (_, index) => cells.slice(index * 7, index * 7 + 7))
  const isUsed = (week: readonly (string | null)[]) => week.some(date => date !== null && days.includes(date))
  return weeks.slice(weeks.findIndex(isUsed), weeks.findLastIndex(isUsed) + 1)
}

/** The free day that a key leads to from another one; the same day when there is none that way. */
export function dayByKey(key: string, from: string, days: readonly string[]): string | undefined {
  const index = days.indexOf(from)
  if (key === 'ArrowLeft') return days[Math.max(index - 1, 0)]
  if (key === 'ArrowRight') return days[Math.min(index + 1, days.length - 1)]
  if (key === 'ArrowUp') return days.findLast(day => day <= addDays(from, -7)) ?? from
  if (key === 'ArrowDown') return days.find(day => day >= addDays(from, 7)) ?? from
  if (key === 'Home') return days.at(0)
  if (key === 'End') return days.at(-1)
  if (key === 'PageUp') return days.findLast(day => day < `${from.slice(0, 7)}-01`) ?? from
  if (key === 'PageDown') return days.find(day => day > `${from.slice(0, 7)}-31`) ?? from
  return undefined
}

/** The hours at which people end their mornings and afternoons. */
export function partOfDay(time: string): 'morning' | 'afternoon' | 'evening' {
  if (time < '12:00') return 'morning'
  return time < '17:00' ? 'afternoon' : 'evening'
}

function weekdayOf(date: string): number {
  return new Date(`${date}T00:00Z`).getUTCDay()
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
