import type { AppointmentStatus, Call, PluginContext } from '../../../core/contract/index.ts'
import { type Remembered, remember } from '../remembered/index.ts'
import type { Api } from './api.ts'
import { FIELDS, type FieldName } from './fields.ts'
import type { AmoOptions } from './options.ts'
import { embeddedOf, idOf, listOf, recordOf, textOf, type Wire } from './wire.ts'

/** One value of a field with a list of values. */
export interface Enum {
  id: string
  value: string
}

/** Where in this account visits are kept: ids of the pipeline, its stages and the fields of leads. */
export interface Layout {
  pipelineId: string
  /** Every stage of the pipeline. */
  statusIds: readonly string[]
  booked: string
  cancelled: string
  statusOf(lead: Wire): AppointmentStatus
  fields: Readonly<Partial<Record<FieldName, string>>>
  /** The values of the employee field. */
  employees: readonly Enum[]
  /** Whether this account searches leads by the value of a field. */
  canFilter: boolean
}

/** What a look at the account found to be missing. */
export interface Gap {
  what: string
  /** `aiadmin setup` can make it. */
  canBeMade: boolean
  field?: FieldName
}

const MAX_AGE_MS = 300_000
/** Won and lost have these ids in every pipeline. */
const WON = '142'
const LOST = '143'

/** Reads the layout, at most every five minutes. @throws `unavailable` when something of it is missing. */
export function createLayout(context: PluginContext<AmoOptions>, api: Api): Remembered<Layout> {
  return remember(context.clock, MAX_AGE_MS, async call => {
    const { layout, gaps } = await readLayout(context, api, call)
    if (!layout || gaps.length > 0) throw context.error('unavailable', `amoCRM: ${describeGaps(gaps)}`)
    return layout
  })
}

/** The layout as it is now, and what is missing of it. */
export async function readLayout(
  { config }: Pick<PluginContext<AmoOptions>, 'config'>,
  api: Api,
  call: Call,
): Promise<{ layout: Layout | undefined; gaps: readonly Gap[] }> {
  const pipelines = embeddedOf(await api.read('leads/pipelines', call), 'pipelines')
  const custom = await api.list('leads/custom_fields', 'custom_fields', call)
  const account = await api.read('account', call, [['with', 'is_api_filter_enabled']])

  const gaps: Gap[] = []
  const pipeline = pipelines.find(one => isNamed(one, config.pipeline))
  if (!pipeline) gaps.push({ what: `there is no pipeline ${config.pipeline}${offer(pipelines)}`, canBeMade: false })
  const statuses = embeddedOf(pipeline, 'statuses')
  const statusOf = (wanted: string | undefined) => {
    const status = wanted === undefined ? undefined : statuses.find(one => isNamed(one, wanted))
    if (pipeline && wanted !== undefined && !status)
      gaps.push({ what: `the pipeline ${config.pipeline} has no stage ${wanted}${offer(statuses)}`, canBeMade: false })
    return idOf(status?.['id'])
  }
  const named: Partial<NonNullable<AmoOptions['statuses']>> = config.statuses ?? {}
  const first = statuses.find(one => textOf(one['type']) !== '1' && ![WON, LOST].includes(idOf(one['id']) ?? ''))
  const booked = named.booked === undefined ? idOf(first?.['id']) : statusOf(named.booked)
  if (pipeline && named.booked === undefined && booked === undefined)
    gaps.push({ what: `the pipeline ${config.pipeline} has no stage for new visits`, canBeMade: false })
  const [requested, noShow] = [statusOf(named.requested), statusOf(named.noShow)]
  const [arrived, cancelled] = [statusOf(named.arrived ?? WON), statusOf(named.cancelled ?? LOST)]

  const fields: Partial<Record<FieldName, string>> = {}
  let employees: readonly Enum[] = []
  for (const [name, field] of Object.entries(FIELDS)) {
    if (!isFieldName(name)) continue
    if (name === 'employee' && config.employeesFrom === 'users') continue
    const wanted = config.fields?.[name]
    const found = custom.find(one =>
      wanted === undefined
        ? textOf(one['code']) === field.code || Object.values(field.title).includes(textOf(one['name']) ?? '')
        : isNamed(one, wanted),
    )
    const id = idOf(found?.['id'])
    const type = textOf(found?.['type']) ?? ''
    if (!found || id === undefined)
      gaps.push(
        wanted === undefined
          ? { what: `leads have no field ${field.code}`, canBeMade: true, field: name }
          : { what: `leads have no field ${wanted}`, canBeMade: false },
      )
    else if (!field.types.includes(type))
      gaps.push({
        what: `the field ${textOf(found['name']) ?? id} is of the type ${type}, but ${field.types.join(' or ')} is needed`,
        canBeMade: false,
      })
    else {
      fields[name] = id
      if (name === 'employee') employees = enumsOf(found)
    }
  }

  const pipelineId = idOf(pipeline?.['id'])
  const isComplete = pipelineId !== undefined && booked !== undefined && cancelled !== undefined
  const layout: Layout | undefined = isComplete
    ? {
        pipelineId,
        statusIds: statuses.flatMap(one => idOf(one['id']) ?? []),
        booked,
        cancelled,
        statusOf(lead) {
          const status = idOf(lead['status_id'])
          // Lost is lost in whatever pipeline.
          if (status === cancelled || status === LOST) return 'cancelled'
          if (status === arrived || status === WON) return 'arrived'
          if (status !== undefined && status === noShow) return 'no_show'
          return status !== undefined && status === requested ? 'requested' : 'booked'
        },
        fields,
        employees,
        canFilter: account?.['is_api_filter_enabled'] === true,
      }
    : undefined
  return { layout, gaps }
}

/** For the operator, with what to do. */
export function describeGaps(gaps: readonly Gap[]): string {
  const made = gaps.filter(({ canBeMade }) => canBeMade).map(({ what }) => what)
  const others = gaps.filter(({ canBeMade }) => !canBeMade).map(({ what }) => what)
  return [...others, ...(made.length > 0 ? [`${made.join(', ')}: run aiadmin setup`] : [])].join('; ')
}

const isFieldName = (name: string): name is FieldName => Object.hasOwn(FIELDS, name)

/** By id or by name, without regard to case and surrounding space. */
export function isNamed(one: Wire, wanted: string): boolean {
  return idOf(one['id']) === wanted || textOf(one['name'])?.toLowerCase() === wanted.trim().toLowerCase()
}

const offer = (all: readonly Wire[]) =>
  all.length > 0 ? `; there are ${all.map(one => textOf(one['name']) ?? '?').join(', ')}` : ''

function enumsOf(field: Wire): readonly Enum[] {
  return listOf(field['enums'])
    .toSorted((a, b) => Number(recordOf(a)['sort'] ?? 0) - Number(recordOf(b)['sort'] ?? 0))
    .flatMap(one => {
      const [id, value] = [idOf(one['id']), textOf(one['value'])]
      return id !== undefined && value !== undefined ? [{ id, value }] : []
    })
}
