import type { ToolArguments } from '../../contract/index.ts'
import type { ToolContext, ToolPlan } from './plan.ts'

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** `get_services`: all of them, or those in which a word of the query begins a word. */
export async function getServices(
  { parts, session, call }: ToolContext,
  { query }: ToolArguments['get_services'],
): Promise<ToolPlan<'get_services'>> {
  const { items } = await parts.catalogue(call, session.locale)
  const wanted = words(query ?? '').map(word => word.slice(0, Math.max(4, word.length - 2)))
  const found = items.services.filter(item => {
    const text = words([item.name, item.category ?? '', ...(item.synonyms ?? [])].join(' '))
    return wanted.some(stem => text.some(word => word.startsWith(stem)))
  })
  // A query that matches nothing still deserves the list: the model knows synonyms that we don't.
  return { result: { services: found.length > 0 ? found : items.services }, session }
}

/** `get_employees`: bookable people, those who do all of the services. */
export async function getEmployees(
  { parts, session, call }: ToolContext,
  { service_ids: serviceIds = [] }: ToolArguments['get_employees'],
): Promise<ToolPlan<'get_employees'>> {
  const { items } = await parts.catalogue(call, session.locale)
  const able = items.employees.filter(employee => serviceIds.every(id => employee.service_ids.includes(id)))
  return { result: { employees: able }, session }
}
