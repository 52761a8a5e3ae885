// `npm run truth [-- --show]`: how well false promises are told from all else, with the figures.
import { HOLDOUT_EN } from './holdout-en.ts'
import { HOLDOUT_RU } from './holdout-ru.ts'
import { alarmRateOf, type Measured, measure, recallOf } from './measure.ts'
import { KNOWN_PHRASINGS, type Phrasings, samplesOf } from './sets.ts'

const SEED = 20_261_125
const isShowing = process.argv.includes('--show')

function percentile(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
}

function report(title: string, { promises, harmless }: Phrasings, measured: Measured): void {
  const phrasings = Object.values(promises).reduce((sum, list) => sum + list.length, 0)
  console.log(
    `${title}: ${phrasings} promises and ${harmless.length} harmless phrasings; ` +
      `recall ${(recallOf(measured) * 100).toFixed(2)} % of ${measured.falsehoods}, ` +
      `false alarms ${(alarmRateOf(measured) * 100).toFixed(2)} % of ${measured.fair}, ` +
      `${percentile(measured.times, 0.5).toFixed(2)} ms (p50), ${percentile(measured.times, 0.95).toFixed(2)} ms (p95)`,
  )
  if (!isShowing) return
  for (const { why, world, text } of measured.missed)
    console.log(`  missed  ${why} [${world}]: ${text.replaceAll('\n', ' / ')}`)
  for (const { why, world, text } of measured.alarms)
    console.log(`  alarm   ${why} [${world}]: ${text.replaceAll('\n', ' / ')}`)
}

const SETS = [
  ['known', KNOWN_PHRASINGS],
  ['hold-out', { ru: HOLDOUT_RU, en: HOLDOUT_EN }],
] as const

for (const [set, phrasings] of SETS)
  for (const locale of ['ru', 'en'] as const)
    report(`${set} ${locale}`, phrasings[locale], measure(samplesOf(phrasings[locale], locale, SEED), 2))
