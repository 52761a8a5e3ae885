import { startAmoFake, TOKEN } from '../fakes/amocrm/index.ts'
import { startFakeBitrix24, WEBHOOK_CODE } from '../fakes/bitrix24/index.ts'
import { SECRET, startPlatformFake } from '../fakes/dikidi/index.ts'
import { API_KEY, startEasyWeekFake, WORKSPACE } from '../fakes/easyweek/index.ts'
import { LOCATION } from '../fakes/easyweek/salon.ts'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN } from '../fakes/yclients/index.ts'

/** Where the stand-ins' salon is. */
export const MOSCOW = { timezone: 'Europe/Moscow', currency: 'RUB' }

/** YCLIENTS or Altegio, as all below: its stand-in with an hour of Anna's, and the block `crm:` of a desk in front of it. */
export async function standOfDialect(use: 'yclients' | 'altegio', now: () => number) {
  const fake = await startYclients({ now, company: MOSCOW }, { provider: use })
  const options = { apiUrl: fake.url, partnerToken: PARTNER_TOKEN, userToken: USER_TOKEN, companyId: COMPANY_ID }
  return { fake, block: { use, with: options } }
}

/** Bitrix24 over a webhook. */
export async function standOfBitrix24(now: () => number) {
  const fake = await startFakeBitrix24({ now, company: MOSCOW })
  const options = {
    webhook: `${fake.url}/rest/1/${WEBHOOK_CODE}/`,
    services: [{ product: 'Haircut', durationMinutes: 60 }],
    employees: [{ user: 'Anna Lee' }],
    gridMinutes: 60,
  }
  return { fake, block: { use: 'bitrix24', with: options } }
}

/** amoCRM with a long-lived token. */
export async function standOfAmocrm(now: () => number) {
  const fake = await startAmoFake({ now })
  fake.account.switches.timezone = MOSCOW.timezone
  const options = { account: fake.url, token: TOKEN, pipeline: 'Visits', services: { catalog: 'Services' } }
  return { fake, block: { use: 'amocrm', with: options } }
}

/** EasyWeek, which sells in euros. */
export async function standOfEasyWeek(now: () => number) {
  const fake = await startEasyWeekFake({ now, company: MOSCOW })
  const options = { apiKey: API_KEY, workspace: WORKSPACE, locationId: LOCATION, baseUrl: fake.url }
  return { fake, block: { use: 'easyweek', with: options }, company: { currency: 'EUR' } }
}

/** DIKIDI with a bridge that answers to the desk at `answersTo`. */
export async function standOfDikidi(now: () => number, answersTo: string) {
  const fake = await startPlatformFake({ now })
  const options = {
    bookingPage: 'https://dikidi.net/550001',
    services: [{ id: 'haircut', name: { ru: 'Стрижка', en: 'Haircut' }, durationMinutes: 60, price: 1500 }],
    employees: [{ id: 'anna', name: { ru: 'Анна', en: 'Anna' } }],
    gridMinutes: 60,
    bridge: { url: fake.url, secret: SECRET, answersTo },
  }
  return { fake, block: { use: 'dikidi', with: options } }
}
