import type { Instant } from '../../../../contract/index.ts'

/** Writes moments in the zone of the company: `2027-03-25T10:00:00+01:00`. */
export function instantsIn(timezone: string): (moment: string) => Instant {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  return moment => {
    const date = new Date(moment)
    const local = format.format(date).replace(', ', 'T')
    const minutes = Math.round((Date.parse(`${local}Z`) - date.getTime()) / 60_000)
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
    return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`
  }
}

const twoDigits = (value: number) => String(value).padStart(2, '0')
