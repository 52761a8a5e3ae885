import type { ToolArguments } from '../../contract/index.ts'
import { cleanName, normalizePhone } from '../phone.ts'
import type { Session } from '../session.ts'
import { type ToolContext, type ToolPlan, toolError } from './plan.ts'

/** The name and phone that a booking of this session would be made with. */
export function clientOf({ draft, client }: Session): { name?: string; phone?: string } {
  const name = draft.name ?? client.name
  const phone = draft.phone ?? client.phone ?? client.verifiedPhone
  return { ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
}

/** What a booking still lacks. */
export function missingOf(session: Session): readonly ('name' | 'phone')[] {
  const { name, phone } = clientOf(session)
  return [...(name === undefined ? (['name'] as const) : []), ...(phone === undefined ? (['phone'] as const) : [])]
}

const badPhone = (phone: string) =>
  toolError('bad_phone', `"${phone.slice(0, 40)}" is no phone number that can be called; ask for it again`)

/** `create_client`: fills the draft; nothing is written to the CRM before the client consents to a booking. */
export async function createClient(
  { parts, session }: ToolContext,
  args: ToolArguments['create_client'],
): Promise<ToolPlan<'create_client'>> {
  const name = args.name === undefined ? undefined : cleanName(args.name)
  if (args.name !== undefined && name === undefined)
    return { result: toolError('bad_arguments', 'a name has letters; ask for it again'), session }
  const phone = args.phone === undefined ? undefined : normalizePhone(args.phone, parts.config.company.country)
  const told = { ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
  const changed: Session = {
    ...session,
    draft: { ...session.draft, ...told },
    client: { ...session.client, ...told },
  }
  // The name beside a mistyped phone is kept: only the phone is asked for again.
  if (args.phone !== undefined && phone === undefined) return { result: badPhone(args.phone), session: changed }
  return { result: { ...clientOf(changed), missing: missingOf(changed) }, session: changed }
}

/**
 * `get_client_by_phone`: for a phone that nobody proved the answer is the same whether the CRM knows it or not, and the
 * CRM is not even asked.
 */
export async function getClientByPhone(
  { parts, session, call }: ToolContext,
  args: ToolArguments['get_client_by_phone'],
): Promise<ToolPlan<'get_client_by_phone'>> {
  const phone = normalizePhone(args.phone, parts.config.company.country)
  if (phone === undefined) return { result: badPhone(args.phone), session }
  const changed: Session = {
    ...session,
    draft: { ...session.draft, phone },
    client: { ...session.client, phone },
  }
  if (phone !== session.client.verifiedPhone || !parts.crm.capabilities.findClients)
    return { result: { phone }, session: changed }
  const [known] = await parts.crm.findClientsByPhone({ phone }, call)
  if (!known) return { result: { phone }, session: changed }
  const { name } = known
  return {
    result: { phone, client: { name } },
    session: { ...changed, client: { ...changed.client, name: changed.client.name ?? name } },
  }
}
