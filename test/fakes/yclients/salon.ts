/** What the location sells. `prepaid` and the like as the provider names them. */
export const SERVICES = [
  { id: 11, title: 'Haircut', category: 5, price: 1000, most: 1500, seconds: 3600, prepaid: 'forbidden', online: true },
  {
    id: 12,
    title: 'Colouring',
    category: 5,
    price: 3000,
    most: 3000,
    seconds: 5400,
    prepaid: 'optional',
    online: true,
  },
  { id: 13, title: 'Spa day', category: 6, price: 9000, most: 9000, seconds: 7200, prepaid: 'required', online: true },
  {
    id: 14,
    title: 'Staff training',
    category: 6,
    price: 0,
    most: 0,
    seconds: 3600,
    prepaid: 'forbidden',
    online: false,
  },
] as const

/** Who works there; `lengths` are seconds by service, where somebody takes longer or shorter. */
export const STAFF = [
  { id: 44, name: 'Anna', title: 'Stylist', bookable: true, services: [11, 12, 13], lengths: {} },
  { id: 45, name: 'Boris', title: 'Barber', bookable: true, services: [11], lengths: { 11: 2700 } },
  { id: 46, name: 'Clara', title: 'Trainee', bookable: false, services: [11], lengths: {} },
] as const

export const CATEGORIES = [
  { id: 5, title: 'Hair', sex: 0, api_id: 0, weight: 60 },
  { id: 6, title: 'Wellness', sex: 0, api_id: 0, weight: 50 },
] as const

/** Minutes from midnight on the location's clock; closed on Sundays. */
export const OPENS = 600
export const CLOSES = 1080
export const GRID = 30

/** How long this employee takes for all of it; undefined when they don't do it. */
export function lengthOf(staffId: number, services: readonly number[]): number | undefined {
  const one = STAFF.find(({ id }) => id === staffId)
  if (!one || services.length === 0) return undefined
  const does: readonly number[] = one.services
  const lengths: Readonly<Record<number, number>> = one.lengths
  let sum = 0
  for (const id of services) {
    const service = SERVICES.find(known => known.id === id)
    if (!service || !does.includes(id)) return undefined
    sum += lengths[id] ?? service.seconds
  }
  return sum
}
