/** How many decimals an amount of the currency is written with: 2 of roubles, 0 of yen. */
export function minorDigitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** How many of its smallest units one unit of the currency has: 100 kopecks, 1 yen. */
export function minorUnitsOf(currency: string): number {
  return 10 ** minorDigitsOf(currency)
}
