import type { Call, Company, Slot } from '../../../core/contract/index.ts'
import plugin from '../../../plugins/crm/local/index.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { createTestContext, type TestContextOptions } from '../../plugin-context.ts'

/** Two who cut and one who only colours; a colouring is cleaned up for a quarter of an hour. */
export const salonOptions = {
  gridMinutes: 30,
  noticeMinutes: 60,
  horizonDays: 60,
  services: [
    {
      id: 'cut',
      name: { ru: 'Стрижка', en: 'Haircut' },
      category: { ru: 'Волосы', en: 'Hair' },
      durationMinutes: 60,
      price: 1500,
      synonyms: ['trim'],
    },
    { id: 'colour', name: 'Colouring', durationMinutes: 90, price: { from: 3000, to: 4500.5 }, buffer: { after: 15 } },
  ],
  employees: [
    { id: 'anna', name: 'Anna', title: { ru: 'Стилист', en: 'Stylist' }, services: ['cut'] },
    { id: 'boris', name: 'Boris', services: ['cut'], hours: { 'mon-fri': '12:00-20:00' } },
    { id: 'clara', name: 'Clara', services: ['colour'], exceptions: { '2026-11-26': 'closed' } },
  ],
}

/** Monday noon in Moscow. */
export const NOON = '2026-11-23T12:00:00+03:00'
/** Wednesday, from morning to midnight. */
export const WEDNESDAY = { from: '2026-11-25T00:00:00+03:00', to: '2026-11-26T00:00:00+03:00' }
export const OLGA = { name: 'Olga', phone: '+79161234567' }

/** A salon with its own calendar, and short ways to ask and to book. */
export function openSalon(
  options: {
    config?: object
    company?: Partial<Company>
    now?: string
    kysely?: TestContextOptions<unknown>['kysely']
  } = {},
) {
  const clock = createMovingClock(options.now ?? NOON)
  const { context, close } = createTestContext({
    plugin,
    config: { ...salonOptions, ...options.config },
    clock,
    ...(options.company && { company: options.company }),
    ...(options.kysely && { kysely: options.kysely }),
  })
  const crm = plugin.create(context)
  const call = (): Call => ({ signal: new AbortController().signal, deadline: clock.now() + 10_000 })
  let keys = 0
  const newKey = () => {
    keys += 1
    return `key-0000-0000-${String(keys).padStart(4, '0')}`
  }

  const slots = async (query: Partial<Parameters<typeof crm.listAvailableSlots>[0]> = {}) =>
    (await crm.listAvailableSlots({ serviceIds: ['cut'], ...WEDNESDAY, ...query }, call())).slots

  return {
    crm,
    clock,
    call,
    close,
    context,
    newKey,
    slots,
    /** `14:00 anna` for each slot. */
    times: async (query?: Parameters<typeof slots>[0]) => (await slots(query)).map(nameOf),
    /** The slot of this name: `14:00 anna`. */
    async slot(name: string, query?: Parameters<typeof slots>[0]): Promise<Slot> {
      const found = (await slots(query)).find(slot => nameOf(slot) === name)
      if (!found) throw new Error(`no slot ${name}`)
      return found
    },
    book: (
      slot: Slot,
      { client = OLGA, key = newKey() }: { client?: { id?: string; name: string; phone: string }; key?: string } = {},
    ) => crm.createAppointment({ slot, client, key }, call()),
  }
}

/** `14:00 anna`, or `14:00 clara+anna` for a visit with several employees. */
export function nameOf(slot: Slot): string {
  return `${slot.start.slice(11, 16)} ${slot.parts.map(part => part.employeeId).join('+')}`
}
