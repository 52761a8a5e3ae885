import { ANNA as AMO_ANNA, TOKEN, valueIn } from '../fakes/amocrm/index.ts'
import { WEBHOOK_CODE } from '../fakes/bitrix24/index.ts'
import { SECRET } from '../fakes/dikidi/index.ts'
import { API_KEY } from '../fakes/easyweek/index.ts'
import { ANNA as EASYWEEK_ANNA } from '../fakes/easyweek/salon.ts'
import { LOGIN, PASSWORD, startOnec } from '../fakes/onec/index.ts'
import { PARTNER_TOKEN, USER_TOKEN } from '../fakes/yclients/index.ts'
import { optionsFor, VISITS } from '../plugins/onec/salon.ts'
import { MOSCOW, standOfAmocrm, standOfBitrix24, standOfDialect, standOfDikidi, standOfEasyWeek } from './crm-stands.ts'

/** A visit as the provider keeps it. */
export interface KeptVisit {
  id: string
  /** ISO 8601 in UTC. */
  start: string
  /** The provider's id of the employee. */
  employee: string
  /** E.164, where the record itself or what it points to has it. */
  phone: string
  /** False for one that was cancelled, deleted or lost. */
  isLive: boolean
  /** As it stands in the stand-in, to be looked at. */
  record: unknown
}

/** A CRM's stand-in at work, and how a desk is configured for it. */
export interface OpenCrm {
  /** The block `crm:` of `aiadmin.yaml`. */
  block: { use: string; with: Readonly<Record<string, unknown>> }
  /** What the stand-in's business needs in `company:` beside the test's own salon. */
  company: Readonly<Record<string, unknown>>
  /** Everything in the block that no log may show. */
  secrets: readonly string[]
  /** All visits that the provider keeps, in the order of their writing. */
  visits(): readonly KeptVisit[]
  /** Requests beyond the provider's limit, and whatever else it holds against who calls it. There should be none. */
  violations(): number
  close(): Promise<void>
}

/** The world in which a stand-in lives: the desk's clock, and the desk's own address. */
export interface CrmWorld {
  now(): number
  /** `publicUrl` of the desk, for providers that call back. */
  deskUrl?: string
}

/** One of the seven: a salon in Moscow, with invented people. */
export interface CrmOfSeven {
  /** The word of the built-in. */
  name: string
  /** What is booked in every one of them: an hour of Anna's, beginning at full hours from 10:00 to 16:00, Monday to Saturday. */
  service: { ru: string; en: string }
  employee: { ru: string; en: string; id: string | undefined }
  /** What is agreed to is only `requested` there: the salon confirms later. */
  onlyRequests: boolean
  /** What the provider allows, in words. */
  limit: string
  open(world: CrmWorld): Promise<OpenCrm>
}

const LATIN = {
  service: { ru: 'Haircut', en: 'Haircut' },
  employee: { ru: 'Anna', en: 'Anna', id: undefined },
  onlyRequests: false,
}

const isoOf = (ms: number) => new Date(ms).toISOString()

/** YCLIENTS and Altegio are one dialect and two providers. */
function dialectOf(name: 'yclients' | 'altegio'): CrmOfSeven {
  return {
    ...LATIN,
    name,
    employee: { ...LATIN.employee, id: '44' },
    limit: '5 a second, 200 a minute',
    async open({ now }) {
      const { fake, block } = await standOfDialect(name, now)
      return {
        block,
        company: {},
        secrets: [PARTNER_TOKEN, USER_TOKEN],
        visits: () =>
          fake.book.entries.map(entry => ({
            id: String(entry.id),
            start: isoOf(entry.startMs),
            employee: String(entry.staffId),
            phone: entry.client?.phone ?? '',
            isLive: !entry.isDeleted,
            record: entry,
          })),
        violations: () => fake.overLimit,
        close: () => fake.close(),
      }
    },
  }
}

const bitrix24: CrmOfSeven = {
  ...LATIN,
  name: 'bitrix24',
  employee: { ...LATIN.employee, id: '7' },
  limit: '50 at once, then 2 a second',
  async open({ now }) {
    const { fake, block } = await standOfBitrix24(now)
    return {
      block,
      company: {},
      secrets: [WEBHOOK_CODE],
      visits: () =>
        [...fake.crm.deals.values()].map(deal => {
          const event = fake.calendar.events.get(deal.SOURCE_DESCRIPTION)
          const contact = fake.crm.contacts.get(deal.CONTACT_ID)
          return {
            id: String(deal.ID),
            start: event ? isoOf(Number(event.DATE_FROM_TS_UTC) * 1_000) : '',
            employee: String(deal.ASSIGNED_BY_ID),
            phone: String(contact?.PHONE?.[0]?.VALUE ?? ''),
            isLive: event !== undefined && deal.STAGE_SEMANTIC_ID !== 'F',
            record: deal,
          }
        }),
      violations: () => fake.overLimit,
      close: () => fake.close(),
    }
  },
}

const onec: CrmOfSeven = {
  name: 'onec',
  service: { ru: 'Стрижка', en: 'Стрижка' },
  employee: { ru: 'Анна', en: 'Анна', id: undefined },
  onlyRequests: false,
  limit: '2 sessions at a time',
  async open({ now }) {
    const fake = await startOnec({ now, company: MOSCOW }, { licences: 2 })
    const phoneOf = (client: unknown) => {
      const found = fake.book.rows('Catalog_Клиенты').find(row => row['Ref_Key'] === client)
      const rows = found?.['КонтактнаяИнформация']
      const phone = Array.isArray(rows) ? Object(rows[0])['НомерТелефона'] || Object(rows[0])['Представление'] : ''
      return `+${String(phone).replaceAll(/\D/g, '')}`
    }
    return {
      block: { use: 'onec', with: { ...optionsFor(fake.url), visit: { post: true } } },
      company: {},
      secrets: [PASSWORD, Buffer.from(`${LOGIN}:${PASSWORD}`, 'utf8').toString('base64')],
      visits: () =>
        fake.book.rows(VISITS).map(row => ({
          id: String(row['Ref_Key']),
          start: isoOf(Date.parse(`${row['Начало']}+03:00`)),
          employee: String(row['Сотрудник_Key']),
          phone: phoneOf(row['Клиент_Key']),
          isLive: row['DeletionMark'] !== true,
          record: row,
        })),
      violations: () => fake.counts.unlicensed,
      close: () => fake.close(),
    }
  },
}

const amocrm: CrmOfSeven = {
  ...LATIN,
  name: 'amocrm',
  employee: { ...LATIN.employee, id: String(AMO_ANNA.id) },
  limit: '7 a second',
  async open({ now }) {
    const { fake, block } = await standOfAmocrm(now)
    return {
      block,
      company: {},
      secrets: [TOKEN],
      visits: () =>
        fake.account.leads.map(lead => {
          const contact = fake.account.contacts.find(one => one['id'] === lead['_embedded']?.contacts?.[0]?.id)
          return {
            id: String(lead['id']),
            start: isoOf(Number(valueIn(lead, 'AIADMIN_START')) * 1_000),
            employee: String(valueIn(lead, 'AIADMIN_EMPLOYEE')) === AMO_ANNA.value ? String(AMO_ANNA.id) : '',
            phone: String((contact && valueIn(contact, 'PHONE')) ?? ''),
            isLive: lead['status_id'] !== 143,
            record: lead,
          }
        }),
      violations: () => fake.overLimit,
      close: () => fake.close(),
    }
  },
}

const easyweek: CrmOfSeven = {
  ...LATIN,
  name: 'easyweek',
  employee: { ...LATIN.employee, id: EASYWEEK_ANNA },
  limit: '60 a minute',
  async open({ now }) {
    const { fake, block, company } = await standOfEasyWeek(now)
    return {
      block,
      company,
      secrets: [API_KEY],
      visits: () =>
        fake.book.bookings.map(booking => ({
          id: booking.uuid,
          start: isoOf(booking.start),
          employee: booking.staffer,
          phone: booking.customer.phone,
          isLive: !booking.isCanceled,
          record: booking,
        })),
      violations: () => fake.overLimit(),
      close: () => fake.close(),
    }
  },
}

const dikidi: CrmOfSeven = {
  name: 'dikidi',
  service: { ru: 'Стрижка', en: 'Haircut' },
  employee: { ru: 'Анна', en: 'Anna', id: 'anna' },
  onlyRequests: true,
  limit: '5 a second, our own',
  async open({ now, deskUrl = 'https://desk.example.com' }) {
    const { fake, block } = await standOfDikidi(now, deskUrl)
    return {
      block,
      company: {},
      secrets: [SECRET],
      visits: () => {
        const told = fake.operations()
        const gone = new Set(told.filter(({ event }) => event === 'visit.cancelled').map(({ visit }) => visit.id))
        return told
          .filter(({ event }) => event === 'visit.requested')
          .map(one => ({
            id: one.visit.id,
            start: isoOf(Date.parse(one.visit.start)),
            employee: one.visit.employee,
            phone: one.client.phone,
            isLive: !gone.has(one.visit.id),
            record: one,
          }))
      },
      violations: () => fake.forged.length,
      close: () => fake.close(),
    }
  },
}

/** The seven CRMs, each with a stand-in that speaks its wire format on this machine. */
export const SEVEN_CRMS: readonly CrmOfSeven[] = [
  bitrix24,
  dialectOf('yclients'),
  onec,
  amocrm,
  dialectOf('altegio'),
  easyweek,
  dikidi,
]
