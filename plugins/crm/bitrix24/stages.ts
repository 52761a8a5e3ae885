import type { AppointmentStatus, Call, PluginContext } from '../../../core/contract/index.ts'
import type { Api } from './api.ts'
import type { Options } from './options.ts'
import { type Fields, fieldsOf, textOf } from './wire.ts'

/** The pipeline of visits, by codes. */
export interface Stages {
  pipeline: string
  booked: string
  cancelled: string
  /** What a visit in this stage is. A stage that was deleted since is a visit to come. */
  statusOf(stage: string): AppointmentStatus
}

type Semantics = 'process' | 'success' | 'failure'

interface Stage {
  code: string
  name: string
  sort: number
  semantics: Semantics
}

/** Reads the pipeline and finds the stages that the options name. */
export async function readPipeline(
  { config, error }: PluginContext<Options>,
  api: Api,
  call: Call,
): Promise<{ stages: Stages; missing: readonly string[] }> {
  const missing: string[] = []
  const pipeline = await pipelineOf(config.pipeline, api, call, missing)
  const entity = pipeline === '0' ? 'DEAL_STAGE' : `DEAL_STAGE_${pipeline}`
  const params = { filter: { ENTITY_ID: entity }, order: { SORT: 'ASC' } }
  const all = (await api.list('crm.status.list', params, call)).map(toStage).sort((a, b) => a.sort - b.sort)

  const named = (wanted: string | undefined) => {
    if (wanted === undefined) return undefined
    const found = all.find(({ code, name }) => code === wanted || name.toLowerCase() === wanted.trim().toLowerCase())
    if (!found) missing.push(`no stage ${wanted} in the pipeline, but ${all.map(({ name }) => name).join(', ')}`)
    return found?.code
  }
  const { stages = {} } = config
  const [arrived, noShow] = [named(stages.arrived), named(stages.noShow)]
  const booked = named(stages.booked) ?? all.find(({ semantics }) => semantics === 'process')?.code
  const isFailure = ({ code, semantics }: Stage) => semantics === 'failure' && code !== noShow
  const cancelled = named(stages.cancelled) ?? all.find(isFailure)?.code
  if (booked === undefined || cancelled === undefined)
    throw error('unauthorized', `Bitrix24 shows no stages of pipeline ${pipeline}: check pipeline and the right crm`)
  return {
    missing,
    stages: {
      pipeline,
      booked,
      cancelled,
      statusOf(code) {
        if (code === arrived) return 'arrived'
        if (code === noShow) return 'no_show'
        if (code === cancelled) return 'cancelled'
        const semantics = all.find(stage => stage.code === code)?.semantics
        if (semantics === 'success') return 'arrived'
        return semantics === 'failure' ? 'cancelled' : 'booked'
      },
    },
  }
}

async function pipelineOf(wanted: string | undefined, api: Api, call: Call, missing: string[]): Promise<string> {
  if (wanted === undefined) return '0'
  const rows = await api.list('crm.category.list', { entityTypeId: 2 }, call, result => fieldsOf(result)['categories'])
  const found = rows.find(row => {
    return textOf(row['id']) === wanted || textOf(row['name']).toLowerCase() === wanted.trim().toLowerCase()
  })
  if (!found) missing.push(`no pipeline ${wanted}, but ${rows.map(row => textOf(row['name'])).join(', ')}`)
  return textOf(found?.['id']) || '0'
}

function toStage(row: Fields): Stage {
  const said = textOf(fieldsOf(row['EXTRA'])['SEMANTICS']) || textOf(row['SEMANTICS'])
  const semantics =
    said === 'success' || said === 'S' ? 'success' : /^(failure|apology|F)$/.test(said) ? 'failure' : 'process'
  return { code: textOf(row['STATUS_ID']), name: textOf(row['NAME']), sort: Number(textOf(row['SORT'])), semantics }
}
