import type { Call, Probe } from '../../../core/contract/index.ts'
import { nearNames } from '../provider/index.ts'
import type { Base } from './base.ts'
import type { Catalog } from './catalog.ts'
import { type Fields, readFields } from './metadata.ts'
import { namedFields, namedSets } from './named-fields.ts'

/** A description of many megabytes is not fetched every minute. */
const KEEP_MS = 3_600_000
const KINDS = 'Catalog_ВидыКонтактнойИнформации'

/** Holds every name against the base, and tells apart what may be wrong with the way to it. */
export function createProbe(base: Base, catalogOf: (call: Call) => Promise<Catalog>): (call: Call) => Promise<Probe> {
  const { odata, map, context, wall } = base
  const { clock, config } = context
  let kept: { fields: Fields; until: number } | undefined

  const fieldsOf = async (call: Call): Promise<Fields> => {
    if (kept && clock.now() < kept.until) return kept.fields
    const { body } = await odata.metadata(call)
    const wanted = new Set(namedFields(map).map(({ type }) => type))
    const fields = body ? await readFields(body, wanted) : new Map<string, readonly string[]>()
    kept = { fields, until: clock.now() + KEEP_MS }
    return fields
  }

  return async call => {
    try {
      const published = await odata.published(call)
      const problems =
        published.length === 0
          ? [
              'nothing is published: choose what the OData interface shows (Администрирование, Настройка стандартного интерфейса OData)',
            ]
          : [...missingSets(published), ...(await missingRights(published, call)), ...(await wrongFields(call))]
      const [first, second, ...more] = problems
      if (first === undefined) return await sound(call)
      const rest = more.length > 0 ? `; and ${more.length} more` : ''
      return { ok: false, summary: [first, second].filter(text => text !== undefined).join('; ') + rest }
    } catch (failure) {
      return { ok: false, summary: troubleOf(failure) }
    }
  }

  function missingSets(published: readonly string[]): readonly string[] {
    const known = new Set(published)
    return namedSets(map)
      .filter(({ set }) => !known.has(set))
      .map(({ option, set }) => `${option}: ${set} is not published${hint(set, published)}`)
  }

  /** One record of each is asked for: what the user may not read is named. */
  async function missingRights(published: readonly string[], call: Call): Promise<readonly string[]> {
    const problems: string[] = []
    for (const { set } of namedSets(map)) {
      if (!published.includes(set)) continue
      try {
        await odata.rows({ set, top: 1 }, call)
      } catch (failure) {
        const { code, cause } = Object(failure)
        if (code !== 'unauthorized' || Object(cause).code !== '20') throw failure
        problems.push(`the user ${config.login} has no right to read ${set}: give it a role for that`)
      }
    }
    return problems
  }

  async function wrongFields(call: Call): Promise<readonly string[]> {
    const fields = await fieldsOf(call)
    return namedFields(map).flatMap(({ option, type, field }) => {
      const known = fields.get(type)
      // A type that is not described was reported as a set, or its table part was.
      if (!known || known.includes(field)) return []
      return [`${option}: ${type} has no field ${field}${hint(field, known)}`]
    })
  }

  async function sound(call: Call): Promise<Probe> {
    const { services, employees } = await catalogOf(call)
    const kind = map.clients.contacts && map.clients.phoneKind
    if (kind && !(await odata.one(KINDS, kind, call)))
      return { ok: false, summary: `clients.phoneKind: ${KINDS} has no ${kind}` }
    const zone = config.timezone ?? context.company.timezone
    const found = `services ${services.size}, employees ${employees.size}`
    // 1C tells its zone nowhere: a person must compare the clocks.
    const time = `its clock should show ${wall.write(clock.now()).slice(11, 16)} now (${zone})`
    if (services.size === 0 || employees.size === 0)
      return { ok: false, summary: `1C answers, but there is nothing to book: ${found}; check the filters` }
    return { ok: true, summary: `1C answers: ${found}; ${time}` }
  }

  function troubleOf(failure: unknown): string {
    const { code, message, cause } = Object(failure)
    const { status } = Object(cause)
    if (status === 404)
      return `there is no publication at ${config.url}, or its OData interface is switched off: check crm.with.url`
    if (code === 'unavailable' && status === undefined && /page|list of the service/.test(String(message)))
      return `${config.url} answers with a page for people: check crm.with.url, and what stands before 1C`
    // Nobody answered at all: what answers with an error of its own has a status.
    if (code === 'unavailable' && status === undefined) return `${message}; check crm.with.url and the network`
    return String(message ?? failure)
  }
}

function hint(name: string, known: readonly string[]): string {
  const near = nearNames(name, known)
  return near.length > 0 ? `; there is ${near.join(', ')}` : ''
}
