// `npm run truth [-- --show]`: how well false promises are told from all else, with the figures.
import type { Locale } from '../../core/contract/index.ts'
import { alarmRateOf, type Measured, measure, recallOf } from './measure.ts'
import { FIRST_HOLDOUT, HELD_FAMILIES, KNOWN_PHRASINGS, TUNED_FAMILIES } from './phrasings.ts'
import { type Sample, samplesOf, samplesOfFamily } from './sets.ts'

const SEED = 20_261_125
/** The held-out families keep what they miss to themselves: who reads it, tunes with it. */
const isShowing = process.argv.includes('--show')

function percentile(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
}

function report(title: string, measured: Measured, isShown: boolean): void {
  console.log(
    `${title}: recall ${(recallOf(measured) * 100).toFixed(2)} % of ${measured.falsehoods}, ` +
      `false alarms ${(alarmRateOf(measured) * 100).toFixed(2)} % of ${measured.fair}, ` +
      `${percentile(measured.times, 0.5).toFixed(2)} ms (p50), ${percentile(measured.times, 0.95).toFixed(2)} ms (p95)`,
  )
  if (!isShown) return
  for (const { why, world, text } of measured.missed)
    console.log(`  missed  ${why} [${world}]: ${text.replaceAll('\n', ' / ')}`)
  for (const { why, world, text } of measured.alarms)
    console.log(`  alarm   ${why} [${world}]: ${text.replaceAll('\n', ' / ')}`)
}

/** Each set with how many phrasings it has. */
function setsOf(locale: Locale): readonly { name: string; phrasings: number; samples: readonly Sample[] }[] {
  const phrased = [
    ['known', KNOWN_PHRASINGS[locale]],
    ['first hold-out', FIRST_HOLDOUT[locale]],
  ] as const
  const families = [
    ['families tuned with', TUNED_FAMILIES[locale]],
    ['families held out', HELD_FAMILIES[locale]],
  ] as const
  return [
    ...phrased.map(([name, set]) => ({
      name,
      phrasings: Object.values(set.promises).flat().length + set.harmless.length,
      samples: samplesOf(set, locale, SEED),
    })),
    ...families.map(([name, set]) => ({
      name,
      phrasings: set.flatMap(({ phrasings }) => phrasings).length,
      samples: set.flatMap(family => samplesOfFamily(family, locale, SEED)),
    })),
  ]
}

for (const locale of ['ru', 'en'] as const)
  for (const { name, phrasings, samples } of setsOf(locale))
    report(`${locale}, ${name}: ${phrasings} phrasings`, measure(samples, 2), isShowing && name !== 'families held out')
