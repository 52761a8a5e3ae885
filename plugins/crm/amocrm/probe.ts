import type { Call, Probe } from '../../../core/contract/index.ts'
import { createZone } from '../hours/index.ts'
import type { Desk } from './desk.ts'
import { isNamed, readLayout } from './layout.ts'
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
    if (!account) return no(`there is no amoCRM account at ${config.account}: check \`account\``)
    const zone = zoneProblem(textOf(recordOf(recordOf(account['_embedded'])['datetime_settings'])['timezone']))
    if (zone !== undefined) return no(zone)
    const { gaps, layout } = await at('pipelines and fields of leads', readLayout(context, api, call))
    if (!layout || gaps.length > 0) return no(gaps.map(({ what }) => what).join('; '))
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
        `amoCRM does not list ${unknown.map(({ name }) => name).join(', ')}: add them there, or mend \`employees\``,
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
    if (theirs === undefined) return undefined
    try {
      const moments = [clock.now(), clock.now() + 182 * DAY_MS]
      const isSame = moments.every(moment => createZone(theirs).format(moment) === createZone(ours).format(moment))
      return isSame
        ? undefined
        : `the account’s time zone is ${theirs}, the company’s is ${ours}: staff would read other hours; make them the same`
    } catch {
      return undefined
    }
  }

  /** Says at what a look failed: `contacts: amoCRM answered 403: …`. */
  async function at<T>(what: string, look: Promise<T>): Promise<T> {
    try {
      return await look
    } catch (error) {
      if (call.signal.aborted || !(error instanceof Error)) throw error
      throw new Error(`${what}: ${error.message}`, { cause: error })
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

const no = (summary: string): Probe => ({ ok: false, summary })

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
