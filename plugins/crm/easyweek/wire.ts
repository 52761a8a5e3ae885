import { Temporal } from 'temporal-polyfill'

// Nothing that comes over the wire is believed before it was looked at: these read one value each.

/** A member of what may be an object. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** Text that says something; a number counts as its digits. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** A number, also one that was written as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** A list. PHP writes one with gaps as an object, and an empty object as a list. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return typeof value === 'object' && value !== null ? Object.values(value) : undefined
}

const UNITS: readonly [RegExp, number][] = [
  [/^min/i, 1],
  [/^h(ou)?r/i, 60],
  [/^day/i, 1_440],
]

/** Whole minutes of `{ value, label, iso_8601 }`: `label` is the unit, and ISO tells where it is in another language. */
export function minutesOf(duration: unknown): number | undefined {
  const value = numberOf(member(duration, 'value') ?? duration)
  const label = textOf(member(duration, 'label'))
  const unit = label === undefined ? undefined : UNITS.find(([pattern]) => pattern.test(label))
  const iso = textOf(member(duration, 'iso_8601'))
  const minutes =
    unit && value !== undefined ? value * unit[1] : iso !== undefined ? isoMinutes(iso) : label ? undefined : value
  return minutes !== undefined && Number.isInteger(minutes) && minutes > 0 ? minutes : undefined
}

function isoMinutes(text: string): number | undefined {
  try {
    return Temporal.Duration.from(text).total('minutes')
  } catch {
    return undefined
  }
}

const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}(?::?\d{2})?)$/

/** Milliseconds since the epoch of a time with an offset, also of the compact `+0000`; undefined for one without. */
export function instantOf(value: unknown): number | undefined {
  const [, date, time, offset = ''] = (typeof value === 'string' && WITH_OFFSET.exec(value.trim())) || []
  if (date === undefined) return undefined
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? []
  const instant = Date.parse(`${date}T${time}${sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`}`)
  return Number.isNaN(instant) ? undefined : instant
}
