import type { TestContext } from 'node:test'
import type { Company, Slot } from '../../../core/contract/index.ts'
import { openBench } from '../../../core/testkit/bench.ts'
import { createTrace } from '../../../core/testkit/trace.ts'
import plugin from '../../../plugins/crm/onec/index.ts'
import {
  type FakeOnec,
  LOGIN,
  type Moods,
  PASSWORD,
  PHONE_KIND,
  PRICE_KIND,
  startOnec,
} from '../../fakes/onec/index.ts'

/** The options of the stand-in's salon. */
export const optionsFor = (url: string) => ({
  url: `${url}/salon`,
  login: LOGIN,
  password: PASSWORD,
  preset: 'booking',
  clients: { phoneKind: PHONE_KIND },
  services: {
    filter: "ТипНоменклатуры eq 'Услуга' or IsFolder eq true",
    prices: { set: 'InformationRegister_ЦеныНоменклатуры', filter: `ВидЦен_Key eq guid'${PRICE_KIND}'` },
  },
  skills: {
    set: 'InformationRegister_УслугиСотрудников',
    employee: 'Сотрудник_Key',
    service: 'Номенклатура_Key',
  },
  employees: { title: 'Специализация' },
})

/** Monday noon in Moscow. */
const NOON = '2026-11-23T12:00:00+03:00'
/** Wednesday, from morning to midnight. */
export const WEDNESDAY = { from: '2026-11-25T00:00:00+03:00', to: '2026-11-26T00:00:00+03:00' }
/** A client. */
export const OLGA = { name: 'Ольга', phone: '+79161234567' }

/** The document of a visit. */
export const VISITS = 'Document_ЗаписьКлиента'
/** The catalog of clients. */
export const CLIENTS = 'Catalog_Клиенты'

/** The salon in Moscow, with ways to look behind the counter. */
export async function openSalon(
  test: TestContext,
  {
    moods = {},
    change = options => options,
    company = {},
  }: {
    moods?: Partial<Moods>
    change?: (options: ReturnType<typeof optionsFor>) => object
    company?: Partial<Company>
  } = {},
) {
  const trace = createTrace()
  const running: FakeOnec[] = []
  const bench = await openBench<'crm'>({
    subject: {
      plugin,
      module: import.meta.url,
      config: url => change(optionsFor(url)),
      fake: async world => {
        const fake = await startOnec(world, moods)
        running.push(fake)
        return fake
      },
      company: { timezone: 'Europe/Moscow', locale: 'ru', currency: 'RUB', country: 'RU', ...company },
      now: NOON,
    },
    trace,
  })
  test.after(() => bench.close())
  const [fake] = running
  if (!fake) throw new Error('the stand-in did not start')
  const crm = bench.instance
  const call = bench.call
  const services = async () => crm.listServices({}, call())
  let keys = 0
  return {
    ...bench,
    crm,
    call,
    fake,
    book: fake.book,
    trace,
    newKey() {
      keys += 1
      return `key-0000-0000-${String(keys).padStart(4, '0')}`
    },
    async serviceId(name: string) {
      return (await services()).find(service => service.name === name)?.id ?? ''
    },
    async slots(name = 'Стрижка'): Promise<readonly Slot[]> {
      const id = (await services()).find(service => service.name === name)?.id ?? ''
      return (await crm.listAvailableSlots({ serviceIds: [id], ...WEDNESDAY }, call())).slots
    },
  }
}
