import assert from 'node:assert/strict'
import { startOnec } from '../fakes/onec/index.ts'
import { COMPANY_ID } from '../fakes/yclients/index.ts'
import {
  MOSCOW,
  standOfAmocrm,
  standOfBitrix24,
  standOfDialect,
  standOfDikidi,
  standOfEasyWeek,
} from '../support/crm-stands.ts'
import { optionsFor, VISITS } from './onec/salon.ts'

const HOUR_MS = 3_600_000
/** Where staff move the visit that was booked for noon. */
export const LATER = Date.parse('2026-11-24T14:00:00+03:00')

/** What a provider sends to the desk's webhook. */
export interface Delivery {
  url: string
  type: string
  body: string
}

/** Staff at work in the CRM. Each deed answers what the provider sends then; nothing where it sends nothing. */
export interface Staff {
  block: { use: string; with: object }
  company?: Readonly<Record<string, unknown>>
  /** What `aiadmin setup` said: where a person enters the address it stands there. */
  moves(summary: string): Delivery | undefined
  cancels(summary: string): Delivery | undefined
  close(): Promise<unknown>
}

/** `now` is the desk's clock, `deskUrl` where providers reach it. */
type Open = (now: () => number, deskUrl: string) => Promise<Staff>

const json = (url: unknown, body: object): Delivery => ({
  url: String(url),
  type: 'application/json',
  body: JSON.stringify(body),
})
const form = (url: unknown, fields: Readonly<Record<string, string>>): Delivery => ({
  url: String(url),
  type: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
})
const first = <T>(items: Iterable<T>): T => {
  const [one] = items
  assert.ok(one !== undefined)
  return one
}

const dialect =
  (provider: 'yclients' | 'altegio'): Open =>
  async now => {
    const { fake, block } = await standOfDialect(provider, now)
    fake.hooks.set({ urls: ['https://sync.example/hook'], active: 1 })
    const tell = (status: string, changed: object) => {
      const entry = Object.assign(first(fake.book.entries), changed)
      const last_change_date = new Date(now()).toISOString()
      const data = { id: entry.id, last_change_date }
      const event = { company_id: Number(COMPANY_ID), resource: 'record', resource_id: entry.id, status, data }
      return json(fake.hooks.urls().at(-1), event)
    }
    return {
      block,
      moves: () => tell('update', { startMs: LATER }),
      cancels: () => tell('delete', { isDeleted: true }),
      close: () => fake.close(),
    }
  }

const bitrix24: Open = async now => {
  const { fake, block } = await standOfBitrix24(now)
  const address = (summary: string) => /enter (\S+) and/.exec(summary)?.[1]
  return {
    block,
    // The event is dragged in the calendar; the deal knows nothing of it.
    moves(summary) {
      const event = first(fake.calendar.events.values())
      const [from, to] = [LATER / 1_000, LATER / 1_000 + 3_600]
      Object.assign(event, { DATE_FROM_TS_UTC: String(from), DATE_TO_TS_UTC: String(to) })
      return form(address(summary), { event: 'ONCALENDARENTRYUPDATE', 'data[id]': event.ID })
    },
    cancels(summary) {
      const deal = first(fake.crm.deals.values())
      Object.assign(deal, { STAGE_ID: 'LOSE', STAGE_SEMANTIC_ID: 'F', CLOSED: 'Y' })
      return form(address(summary), { event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': deal.ID })
    },
    close: () => fake.close(),
  }
}

const amocrm: Open = async now => {
  const { fake, block } = await standOfAmocrm(now)
  const tell = (kind: string) =>
    form(first(fake.account.webhooks)['destination'], { [`leads[${kind}][0][id]`]: String(lead()['id']) })
  const lead = () => first(fake.account.leads)
  return {
    block,
    moves() {
      const field = lead()['custom_fields_values'].find(
        (one: { field_code: string }) => one.field_code === 'AIADMIN_START',
      )
      field.values[0].value = LATER / 1_000
      return tell('update')
    },
    cancels() {
      lead()['status_id'] = 143
      return tell('status')
    },
    close: () => fake.close(),
  }
}

const easyweek: Open = async now => {
  const { fake, block, company } = await standOfEasyWeek(now)
  const tell = (summary: string, event: string) =>
    json(new RegExp(`${event}: (\\S+)`).exec(summary)?.[1], { uid: first(fake.book.bookings).uuid })
  return {
    block,
    company,
    moves(summary) {
      Object.assign(first(fake.book.bookings), { start: LATER, end: LATER + HOUR_MS })
      return tell(summary, 'booking-rescheduled')
    },
    cancels(summary) {
      first(fake.book.bookings).isCanceled = true
      return tell(summary, 'booking-canceled')
    },
    close: () => fake.close(),
  }
}

const dikidi: Open = async (now, answersTo) => {
  const { fake, block } = await standOfDikidi(now, answersTo)
  const answer = (body: object) => json(first(fake.came).callback, body)
  return {
    block,
    moves: () => answer({ status: 'moved', start: new Date(LATER).toISOString() }),
    cancels: () => answer({ status: 'cancelled' }),
    close: () => fake.close(),
  }
}

/** 1C tells nobody: what staff do is seen when the visit is looked at the next time. */
const onec: Open = async now => {
  const fake = await startOnec({ now, company: MOSCOW })
  const change = (fields: object) => {
    Object.assign(first(fake.book.rows(VISITS)), fields)
    return undefined
  }
  return {
    block: { use: 'onec', with: optionsFor(fake.url) },
    moves: () => change({ Начало: '2026-11-24T14:00:00', Окончание: '2026-11-24T15:00:00' }),
    cancels: () => change({ DeletionMark: true }),
    close: () => fake.close(),
  }
}

/** By the word of the built-in. */
export const STAFF: Readonly<Record<string, Open>> = {
  yclients: dialect('yclients'),
  altegio: dialect('altegio'),
  bitrix24,
  amocrm,
  easyweek,
  dikidi,
  onec,
}
