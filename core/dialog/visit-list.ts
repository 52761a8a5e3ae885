import { sayWithPerson } from './handover.ts'
import { sayText, type TurnContext, useTool } from './turn-context.ts'

/** The client's visits as the CRM has them, as buttons. */
export async function showVisits(context: TurnContext): Promise<void> {
  const result = await useTool(context, 'get_client_appointments', {})
  if (!('appointments' in result)) return sayWithPerson(context, 'crm.unavailable')
  if (result.appointments.length === 0) return sayText(context, 'visits.none')
  sayText(context, 'visits.list', {}, context.offer)
}
