import type { PriceRange } from '../../../core/contract/index.ts'
import { minorDigitsOf, minorUnitsOf } from '../provider/minor-units.ts'
import { textOf } from './wire.ts'

/** `"1500.00"` as minor units; undefined without a price, or in another currency than the company's. */
export function readPrice(amount: unknown, currency: unknown, expected: string): PriceRange | undefined {
  const text = textOf(amount)
  const value = Number(text)
  if (text === '' || !(value > 0) || textOf(currency) !== expected) return undefined
  const minor = Math.round(value * minorUnitsOf(expected))
  return { min: minor, max: minor, currency: expected }
}

/** Minor units as Bitrix24 takes them: `1500.00`. */
export function writeAmount({ min, currency }: PriceRange): string {
  return (min / minorUnitsOf(currency)).toFixed(minorDigitsOf(currency))
}
