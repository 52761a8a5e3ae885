/** Whether the desk can reckon in this zone; offsets such as `+03:00` are none, they know no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether this is a currency code of ISO 4217 in use. */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}

/** Whether this is a country code of ISO 3166. */
export function isCountry(code: string): boolean {
  return (
    /^[A-Z]{2}$/.test(code) && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined
  )
}

/**
 * The country of a business, for phones written without a prefix: the one whose time zones hold the company's, and
 * among several the one that the currency belongs to. Undefined when the two leave it open.
 */
export function countryOf(timezone: string, currency: string): string | undefined {
  const zone = new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone
  // The first two letters of a currency code are its country, except for EUR and the X… codes.
  const owner = /^(EU|X)/.test(currency) ? undefined : currency.slice(0, 2)
  if (owner && zonesOf(owner).includes(zone)) return owner
  const holders = regionCodes().filter(code => zonesOf(code).includes(zone))
  return holders.length === 1 ? holders[0] : undefined
}

function regionCodes(): readonly string[] {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  const pairs = letters.flatMap(first => letters.map(second => first + second))
  // UK, SU and DD still answer with zones, and are other names of GB, RU and DE.
  return pairs.filter(code => isCountry(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
}

/** Newer engines have a method for it, older ones a getter. */
function zonesOf(country: string): readonly string[] {
  const locale: object = new Intl.Locale(`und-${country}`)
  const method: unknown = Reflect.get(locale, 'getTimeZones')
  const zones: unknown = typeof method === 'function' ? method.call(locale) : Reflect.get(locale, 'timeZones')
  return Array.isArray(zones) ? zones.filter(zone => typeof zone === 'string') : []
}
