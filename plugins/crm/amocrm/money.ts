import type { PriceRange } from '../../../core/contract/index.ts'
import { minorUnitsOf } from '../provider/index.ts'

/** An amount in units of the currency, as amoCRM has it, as a price; none for nothing. */
export function priceOf(amount: number | undefined, currency: string): PriceRange | undefined {
  if (amount === undefined || amount <= 0) return undefined
  const minor = Math.round(amount * minorUnitsOf(currency))
  return { min: minor, max: minor, currency }
}

/** What a lead's `price` takes: whole units. */
export function wholeUnits(price: PriceRange | undefined): number {
  return price ? Math.round(price.min / minorUnitsOf(price.currency)) : 0
}
