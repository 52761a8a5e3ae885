import type { Call, Probe } from '../../../core/contract/index.ts'
import { type Desk, isSold } from './desk.ts'
import { fieldsOf, textOf } from './wire.ts'

/** Half a year from now the clocks may be different. */
const HALF_YEAR_MS = 182 * 86_400_000

/** Tells the operator which of the things that must be right is wrong. */
export function createProbe({ api, context, portal, zone }: Desk): (call: Call) => Promise<Probe> {
  const { config, clock } = context
  const needed = ['crm', 'calendar', ...(config.catalogue === 'catalog' ? ['catalog'] : [])]

  const isSameZone = (name: string) => {
    try {
      return [clock.now(), clock.now() + HALF_YEAR_MS].every(at => offsetIn(name, at) === offsetIn(zone.name, at))
    } catch {
      return false
    }
  }

  const look = async (call: Call): Promise<Probe> => {
    const granted = (await api.ask('scope', {}, call))['result']
    const scopes = Array.isArray(granted) ? granted.map(textOf) : []
    const lacking = needed.filter(scope => !scopes.includes(scope))
    // Any of the three kinds of user rights shows names.
    if (!scopes.some(scope => /^user(_basic|_brief)?$/.test(scope))) lacking.push('user_brief')
    if (lacking.length > 0)
      return { ok: false, summary: `the right ${lacking.join(', ')} is missing: tick it in the webhook or application` }

    const user = fieldsOf((await api.ask('profile', {}, call))['result'])
    const found = await portal(call, { fresh: true })
    if (found.missing.length > 0) return { ok: false, summary: `the portal has ${found.missing.join(', ')}` }
    if (!isSold(found)) return { ok: false, summary: 'nothing can be booked: services and employees are needed' }

    const theirs = textOf(user['TIME_ZONE'])
    if (theirs !== '' && !isSameZone(theirs))
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
      return { ok: false, summary: String(message) }
    })
}

function offsetIn(timeZone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
