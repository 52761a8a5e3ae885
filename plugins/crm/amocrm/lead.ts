import type { Client, PluginContext } from '../../../core/contract/index.ts'
import type { FieldName } from './fields.ts'
import type { Layout } from './layout.ts'
import { wholeUnits } from './money.ts'
import type { AmoOptions } from './options.ts'
import type { Wanted } from './slots.ts'

/** The body of a new lead that is a visit: everything in one request, so that there is no half of it. */
export function newLead({
  context,
  layout,
  wanted,
  owner,
  comment,
  key,
}: {
  context: PluginContext<AmoOptions>
  layout: Layout
  wanted: Wanted
  owner: Client
  comment: string | undefined
  key: string
}) {
  const { custom_fields_values, ...columns } = timeOf(context, layout, wanted)
  const { services, price } = wanted
  return {
    name: `${services.map(({ name }) => name).join(', ')} – ${owner.name}`,
    price: wholeUnits(price),
    ...stage(layout, layout.booked),
    ...columns,
    custom_fields_values: [
      ...custom_fields_values,
      ...fieldValue(layout, 'services', services.map(({ id }) => id).join(', ')),
      ...fieldValue(layout, 'key', key),
      ...(comment === undefined ? [] : fieldValue(layout, 'comment', comment)),
    ],
    request_id: key,
    _embedded: { contacts: [{ id: Number(owner.id), is_main: true }], tags: [{ name: 'ai-admin' }] },
  }
}

/** When the visit is and who does it: what a move changes. Fields that are not named keep their values. */
export function timeOf(
  { config }: PluginContext<AmoOptions>,
  layout: Layout,
  { start, end, employeeId }: Pick<Wanted, 'start' | 'end' | 'employeeId'>,
) {
  const isUser = config.employeesFrom === 'users'
  const { fields, employees } = layout
  const isListed = fields.employee !== undefined && employees.some(({ id }) => id === employeeId)
  return {
    ...(isUser && { responsible_user_id: Number(employeeId) }),
    custom_fields_values: [
      ...fieldValue(layout, 'start', Math.floor(start / 1_000)),
      ...fieldValue(layout, 'minutes', String(Math.round((end - start) / 60_000))),
      ...(isUser || !isListed
        ? []
        : [{ field_id: Number(fields.employee), values: [{ enum_id: Number(employeeId) }] }]),
    ],
  }
}

/** A stage; its pipeline is named beside it, since ids of stages mean nothing without. */
export function stage({ pipelineId }: Layout, statusId: string) {
  return { status_id: Number(statusId), pipeline_id: Number(pipelineId) }
}

/** A lead that is taken back, and its key with it: nothing was booked under it. */
export function withdrawn(layout: Layout) {
  const { key } = layout.fields
  return {
    ...stage(layout, layout.cancelled),
    custom_fields_values: key === undefined ? [] : [{ field_id: Number(key), values: null }],
  }
}

function fieldValue({ fields }: Layout, name: FieldName, value: string | number) {
  const id = fields[name]
  return id === undefined ? [] : [{ field_id: Number(id), values: [{ value }] }]
}
