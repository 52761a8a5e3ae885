/** A stretch of time in milliseconds since the epoch; the end is not part of it. */
export interface Interval {
  start: number
  end: number
}

/** Sorted, with those that touch or overlap made one. */
export function mergeIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = []
  for (const { start, end } of [...intervals].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else if (start < end) merged.push({ start, end })
  }
  return merged
}

/** Whether one of the merged intervals holds all of this stretch. */
export function isWithin(merged: readonly Interval[], start: number, end: number): boolean {
  const at = merged[indexOfFirstEndingAfter(merged, start)]
  return at !== undefined && at.start <= start && end <= at.end
}

/** Whether none of the merged intervals reaches into this stretch. */
export function isClear(merged: readonly Interval[], start: number, end: number): boolean {
  const at = merged[indexOfFirstEndingAfter(merged, start)]
  return start >= end || at === undefined || at.start >= end
}

/** How much of this stretch the merged intervals cover. */
export function coveredTime(merged: readonly Interval[], start: number, end: number): number {
  let covered = 0
  for (let index = indexOfFirstEndingAfter(merged, start); index < merged.length; index++) {
    const at = merged[index]
    if (!at || at.start >= end) break
    covered += Math.min(end, at.end) - Math.max(start, at.start)
  }
  return covered
}

function indexOfFirstEndingAfter(merged: readonly Interval[], instant: number): number {
  let low = 0
  let high = merged.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((merged[middle]?.end ?? 0) > instant) high = middle
    else low = middle + 1
  }
  return low
}
