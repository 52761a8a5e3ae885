import type { Locale } from '../../core/contract/index.ts'
import { checkSpoken } from '../../core/dialog/truth/check.ts'
import { namesOf, truthOf } from './salon.ts'
import type { Sample } from './sets.ts'

/** What came of a set. */
export interface Measured {
  falsehoods: number
  /** False promises that nobody noticed. */
  missed: readonly Sample[]
  fair: number
  /** What is true or harmless and was taken for false. */
  alarms: readonly Sample[]
  /** Milliseconds of each check, sorted. */
  times: readonly number[]
}

/** Checks every sample so many times: of two the quicker counts, since other programs on the machine do not. */
export function measure(samples: readonly Sample[], rounds: number): Measured {
  const names = { ru: namesOf('ru'), en: namesOf('en') } satisfies Record<Locale, unknown>
  const times: number[] = []
  const isCaught = ({ text, world, locale }: Sample) => {
    const truth = truthOf(world, locale)
    const check = () => {
      const began = performance.now()
      const isFalse = checkSpoken(text, truth, names[locale]).falsehoods.length > 0
      return { isFalse, ms: performance.now() - began }
    }
    const checks = Array.from({ length: rounds }, check)
    times.push(Math.min(...checks.map(({ ms }) => ms)))
    return checks.every(({ isFalse }) => isFalse)
  }
  const caught = new Set(samples.filter(isCaught))
  const falsehoods = samples.filter(({ isFalse }) => isFalse)
  const fair = samples.filter(({ isFalse }) => !isFalse)
  return {
    falsehoods: falsehoods.length,
    missed: falsehoods.filter(sample => !caught.has(sample)),
    fair: fair.length,
    alarms: fair.filter(sample => caught.has(sample)),
    times: times.toSorted((a, b) => a - b),
  }
}

/** The share of false promises that was noticed. */
export const recallOf = ({ falsehoods, missed }: Measured) => 1 - missed.length / Math.max(1, falsehoods)

/** The share of what is true or harmless that was taken for false. */
export const alarmRateOf = ({ fair, alarms }: Measured) => alarms.length / Math.max(1, fair)
