import type { Call, Probe } from '../../../core/contract/index.ts'
import { isSameZone } from '../provider/index.ts'
import { type Desk, isSold } from './desk.ts'
import { fieldsOf, textOf } from './wire.ts'

/** As the page calls them where a webhook or application is made. */
const SCOPES: Readonly<Record<string, string>> = {
  crm: 'CRM (crm)',
  calendar: 'Calendar (calendar)',
  catalog: 'Trade catalogue (catalog)',
  user_brief: 'Users (user_brief)',
}

/** Tells the operator which of the things that must be right is wrong. */
export function createProbe({ api, context, portal, zone }: Desk): (call: Call) => Promise<Probe> {
  const { config, clock } = context
  const needed = ['crm', 'calendar', ...(config.catalogue === 'catalog' ? ['catalog'] : [])]

  const look = async (call: Call): Promise<Probe> => {
    const granted = (await api.ask('scope', {}, call))['result']
    const scopes = Array.isArray(granted) ? granted.map(textOf) : []
    const lacking = needed.filter(scope => !scopes.includes(scope))
    // Any of the three kinds of user rights shows names.
    if (!scopes.some(scope => /^user(_basic|_brief)?$/.test(scope))) lacking.push('user_brief')
    if (lacking.length > 0)
      return {
        ok: false,
        summary: `the right ${lacking.map(scope => SCOPES[scope] ?? scope).join(', ')} is missing: open the webhook or application under Developer resources, tick it and save`,
      }

    const user = fieldsOf((await api.ask('profile', {}, call))['result'])
    const found = await portal(call, { fresh: true })
    if (found.missing.length > 0) return { ok: false, summary: `the portal has ${found.missing.join(', ')}` }
    if (!isSold(found)) return { ok: false, summary: 'nothing can be booked: services and employees are needed' }

    const theirs = textOf(user['TIME_ZONE'])
    if (theirs !== '' && !isSameZone(theirs, zone.name, clock.now()))
      return {
        ok: false,
        summary: `the user of the webhook lives in ${theirs}, the company in ${zone.name}: change one of them, or staff see visits at other hours`,
      }
    const { services, employees } = found
    return { ok: true, summary: `Bitrix24 answers: services ${services.size}, employees ${employees.size}` }
  }

  return call =>
    look(call).catch((failure: unknown) => {
      const { code, message } = Object(failure)
      if (code !== 'unauthorized' && code !== 'unavailable') throw failure
      const where = config.webhook === undefined ? 'crm.with.oauth.portal' : 'the portal in crm.with.webhook'
      const hint = code === 'unavailable' ? `; check ${where} and the network` : ''
      return { ok: false, summary: `${message}${hint}` }
    })
}
