/** Half a year from now the clocks may be different. */
const HALF_YEAR_MS = 182 * 86_400_000

/** Two names of one zone are no mistake: what counts is the offset, in winter and in summer. False for what is no zone. */
export function isSameZone(one: string, other: string, now: number): boolean {
  try {
    return [now, now + HALF_YEAR_MS].every(moment => offsetIn(one, moment) === offsetIn(other, moment))
  } catch {
    return false
  }
}

function offsetIn(timeZone: string, moment: number): string | undefined {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment)
  return parts.find(({ type }) => type === 'timeZoneName')?.value
}
