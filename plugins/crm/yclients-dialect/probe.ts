import type { Call, Probe } from '../../../core/contract/index.ts'
import { isSameZone } from '../provider/index.ts'
import type { Request } from './api.ts'
import { loadLocation } from './location.ts'
import type { Parts } from './parts.ts'
import { isPhoneHidden } from './phones.ts'

/** Asks for everything that the desk will need, and says which one is missing. */
export async function probe(parts: Parts, call: Call): Promise<Probe> {
  const { api, context, dialect, times, catalogue } = parts
  const { config, company, clock } = context
  const c = config.companyId
  const wrong = (summary: string): Probe => ({ ok: false, summary })

  try {
    const plain = await api.send({ path: `/company/${c}`, as: 'partner' }, call)
    if (plain.status === 404)
      return wrong(
        `${dialect.title} has no location ${c}: take the number from the address of its pages into crm.with.companyId`,
      )
    if (plain.status === 401)
      return wrong(
        `${dialect.title} does not know the partner token: copy it anew from your developer account into crm.with.partnerToken`,
      )
    if (plain.status === 402) return wrong(LICENCE)
    if (plain.refusal && plain.status !== 403) return wrong(plain.refusal.error.message)

    const clients = await api.send(
      {
        method: 'POST',
        path: `/company/${c}/clients/search`,
        body: { page: 1, page_size: 5, fields: ['id', 'phone'], operation: 'AND', filters: [] },
        isQuestion: true,
      },
      call,
    )
    if (clients.status === 401) return wrong(USER_TOKEN)
    if (clients.status === 402) return wrong(LICENCE)
    for (const [right, request] of neededRights(c, dialect.servicesPath(c), times.dateAt(clock.now()))) {
      const { refusal, status } = await api.send(request, call)
      if (status === 401) return wrong(USER_TOKEN)
      if (status === 402) return wrong(LICENCE)
      if (refusal)
        return wrong(
          `the user may not ${right} (${status}): give the right where the location keeps its users, and look whether its licence has expired`,
        )
    }
    if (clients.refusal)
      return wrong(
        `the user may not see the client base (${clients.status}): give the right where the location keeps its users`,
      )
    if (Array.isArray(clients.data) && clients.data.some(isPhoneHidden))
      return wrong('the user may not see the phones of clients: give the right, or nobody will be recognised')
    if (plain.status === 403) return wrong(`the application is not connected to the location ${c}: connect it there`)

    const found = await loadLocation(api, context, call)
    const zone = config.timezone ?? company.timezone
    if (found.timezone !== undefined && !isSameZone(found.timezone, zone, clock.now()))
      return wrong(
        `${found.title} is in ${found.timezone}, and the desk reads its times in ${zone}: write crm.with.timezone: ${found.timezone}`,
      )
    if (config.route === 'online' && found.needsCode)
      return wrong(
        `${found.title} confirms online bookings with a code by SMS, which no program can read: switch it off in its settings of online booking, or write crm.with.route: journal`,
      )
    if (config.route === 'online' && found.needsEmail)
      return wrong(
        `${found.title} asks for an e-mail in online booking: make it optional there, or write crm.with.route: journal`,
      )
    const { services, employees } = await catalogue.get(call)
    if (services.length === 0)
      return wrong(`${found.title} sells nothing online: open services and employees for online booking`)
    return {
      ok: true,
      summary: `${found.title}: ${services.length} services and ${employees.length} employees for online booking, route ${config.route}`,
    }
  } catch (error) {
    if (Object(error).code === 'rate_limited')
      return wrong(`${dialect.title} answers too many requests: try in a minute`)
    return wrong(
      `${dialect.title} can't be asked: ${error instanceof Error ? error.message : error}; check crm.with.apiUrl (${config.apiUrl}) and the network`,
    )
  }
}

const LICENCE = 'the licence of the location has expired: extend it, and the API answers again'
const USER_TOKEN =
  'the user token is wrong or has expired (it changes with the user’s password): get a new one and put it into crm.with.userToken'

function neededRights(c: string, services: string, date: string): readonly (readonly [string, Request])[] {
  return [
    [
      'see the journal of visits',
      { path: `/records/${c}`, query: { start_date: date, end_date: date, page: 1, count: 1 } },
    ],
    ['see the services', { path: services }],
    ['use online booking', { path: `/book_staff/${c}` }],
  ]
}
