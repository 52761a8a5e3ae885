import type { PriceRange } from '../../../core/contract/index.ts'
import { minorUnitsOf } from '../provider/index.ts'
import { numberOf } from './wire.ts'

/** The provider counts in whole units, `1500` or `"1500.00"`; core in the smallest ones. */
export function priceOf(from: unknown, to: unknown, currency: string): PriceRange | undefined {
  const [low, high] = [numberOf(from), numberOf(to)]
  if (low === undefined || low < 0) return undefined
  const minor = (units: number) => Math.round(units * minorUnitsOf(currency))
  const min = minor(low)
  return { min, max: Math.max(min, minor(high ?? low)), currency }
}
