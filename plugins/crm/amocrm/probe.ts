import type { Call, Probe } from '../../../core/contract/index.ts'
import { isSameZone } from '../provider/index.ts'
import type { Desk } from './desk.ts'
import { describeGaps, isNamed, readLayout } from './layout.ts'
import { embeddedOf, recordOf, textOf } from './wire.ts'

const DAY_MS = 86_400_000
const SOON_DAYS = 14

/** Looks at everything that the desk needs of the account, and changes nothing. */
export async function probeAccount(desk: Desk, call: Call): Promise<Probe> {
  const { context, api } = desk
  const { clock, config } = context
  const { expiresAt } = api.tokens
  if (expiresAt !== undefined && expiresAt <= clock.now())
    return no(`the long-lived token ended on ${dateOf(expiresAt)}: make a new one in the integration’s card`)
  try {
    const account = await at('the account', api.read('account', call, [['with', 'datetime_settings']]))
    if (!account) return no(`there is no amoCRM account at ${config.account}: check crm.with.account`)
    const zone = zoneProblem(textOf(recordOf(recordOf(account['_embedded'])['datetime_settings'])['timezone']))
    if (zone !== undefined) return no(zone)
    const { gaps, layout } = await at('pipelines and fields of leads', readLayout(context, api, call))
    if (!layout || gaps.length > 0) return no(describeGaps(gaps))
    await at('leads', api.read('leads', call, [['limit', 1]]))
    await at('contacts', api.read('contacts', call, [['limit', 1]]))
    if (config.employeesFrom === 'users') await at('users', api.read('users', call, [['limit', 1]]))
    desk.catalog.forget()
    const { services, employees, withoutDuration } = await at('the list of services', desk.catalog.get(call))
    const unknown = (config.employees ?? []).filter(
      ({ name }) => ![...employees.values()].some(one => isNamed({ ...one }, name)),
    )
    if (unknown.length > 0)
      return no(
        `amoCRM does not list ${unknown.map(({ name }) => name).join(', ')}: add them there, or mend crm.with.employees`,
      )
    if (services.size === 0)
      return no(
        withoutDuration > 0
          ? `none of the ${withoutDuration} services has a duration: fill in the field, or set services.defaultMinutes`
          : `the list ${config.services.catalog} has no services`,
      )
    if (employees.size === 0) return no('nobody can be booked: add employees to the employee field')
    const notes = [
      ...(withoutDuration > 0 ? [`${withoutDuration} without a duration are not offered`] : []),
      ...(expiresAt !== undefined && expiresAt - clock.now() < SOON_DAYS * DAY_MS
        ? [`the token ends on ${dateOf(expiresAt)}`]
        : []),
      ...(await hookNotes()),
    ]
    const found = `amoCRM ${textOf(account['name']) ?? ''}: services ${services.size}, employees ${employees.size}`
    return { ok: true, summary: [found, ...notes].join('; ') }
  } catch (error) {
    if (call.signal.aborted) throw error
    return no(error instanceof Error ? error.message : String(error))
  }

  /** A moment means the same everywhere, but in the wrong zone staff read another hour in the card. */
  function zoneProblem(theirs: string | undefined): string | undefined {
    const ours = context.company.timezone
    if (theirs === undefined || isSameZone(theirs, ours, clock.now())) return undefined
    return `the account’s time zone is ${theirs}, the company’s is ${ours}: staff would read other hours; make them the same`
  }

  /** Says at what a look failed: `contacts: amoCRM answered 403: …`. */
  async function at<T>(what: string, look: Promise<T>): Promise<T> {
    try {
      return await look
    } catch (error) {
      if (call.signal.aborted || !(error instanceof Error)) throw error
      throw new Error(`${what}: ${error.message}${hintFor(error, what)}`, { cause: error })
    }
  }

  /** Only an administrator may look at the hooks: who may not is told nothing. */
  async function hookNotes(): Promise<readonly string[]> {
    const kept = recordOf(await context.store.get('hook').catch(() => undefined))['destinations']
    if (!Array.isArray(kept)) return ['changes made in amoCRM are seen late: run aiadmin setup']
    const hooks = embeddedOf(await api.read('webhooks', call).catch(() => undefined), 'webhooks')
    const own = hooks.find(hook => kept.includes(hook['destination']))
    return own?.['disabled'] === true ? ['amoCRM has switched our webhook off: run aiadmin setup'] : []
  }
}

function hintFor(error: Error, what: string): string {
  const { code } = Object(error)
  if (code === 'unavailable') return '; check crm.with.account and the network'
  if (code !== 'unauthorized' || !error.message.includes('403')) return ''
  return `; the token may not read ${what}: let an administrator make one with access to all data`
}

const no = (summary: string): Probe => ({ ok: false, summary })

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
