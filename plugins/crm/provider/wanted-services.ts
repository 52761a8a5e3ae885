import type { PluginContext, PriceRange } from '../../../core/contract/index.ts'

/** As many as a receptionist would put into one visit. */
export const MOST_SERVICES = 10

/** The services in the order wanted. @throws `invalid` for an unknown one, for none and for too many. */
export function wantedServices<S>(
  known: ReadonlyMap<string, S>,
  ids: readonly string[],
  error: PluginContext['error'],
): readonly S[] {
  if (ids.length === 0 || ids.length > MOST_SERVICES)
    throw error('invalid', `a visit has 1 to ${MOST_SERVICES} services`)
  return ids.map(id => {
    const service = known.get(id)
    if (!service) throw error('invalid', `there is no service ${id}`)
    return service
  })
}

/** The sum, when every service has a price. */
export function totalPrice(services: readonly { price?: PriceRange }[]): PriceRange | undefined {
  const prices = services.flatMap(({ price }) => price ?? [])
  const [first] = prices
  if (!first || prices.length < services.length) return undefined
  const sum = (end: 'min' | 'max') => prices.reduce((total, price) => total + price[end], 0)
  return { min: sum('min'), max: sum('max'), currency: first.currency }
}
