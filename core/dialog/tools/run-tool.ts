import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Json, ToolArguments, ToolName } from '../../contract/index.ts'
import { codeOf, reasonOf } from '../../ledger/error-code.ts'
import { getEmployees, getServices } from './catalogue-tools.ts'
import { createClient, getClientByPhone } from './client-tools.ts'
import { definitionOf, isSupported, TOOL_NAMES } from './definitions.ts'
import { type ToolContext, type ToolPlan, toolError } from './plan.ts'
import { getAvailableSlots } from './slot-tools.ts'
import { getClientAppointments } from './visit-tools.ts'
import { cancelAppointment, createAppointment, rescheduleAppointment } from './writing-tools.ts'

type Tools = {
  readonly [Name in ToolName]: (context: ToolContext, args: ToolArguments[Name]) => Promise<ToolPlan<Name>>
}

/** Any one tool, of the nine whose arguments differ. */
type Tool = (context: ToolContext, args: Json) => Promise<ToolPlan>

const TOOLS: Tools = {
  get_services: getServices,
  get_employees: getEmployees,
  get_available_slots: getAvailableSlots,
  get_client_by_phone: getClientByPhone,
  create_client: createClient,
  create_appointment: createAppointment,
  get_client_appointments: getClientAppointments,
  reschedule_appointment: rescheduleAppointment,
  cancel_appointment: cancelAppointment,
}

/** Checks the arguments of calls; the validators are built once a runtime. */
export type CheckArguments = (name: ToolName, args: Json) => string | undefined

/** The checks of all nine tools. */
export function createArgumentCheck(): CheckArguments {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  const checks = new Map<ToolName, ValidateFunction>()
  return (name, args) => {
    const check = checks.get(name) ?? ajv.compile(definitionOf(name).parameters)
    checks.set(name, check)
    return check(args) ? undefined : ajv.errorsText(check.errors, { dataVar: 'arguments', separator: '; ' })
  }
}

/** A call as a model makes it, or core itself for a pressed button. */
export interface ToolCall {
  name: string
  args: Json
  /** The tools of the state; core's own calls are bound by policy alone. */
  allowed?: readonly ToolName[]
}

/** Runs one tool. Never throws for what the model or the CRM did: the answer says what to do. */
export async function runTool(context: ToolContext, check: CheckArguments, call: ToolCall): Promise<ToolPlan> {
  const { session, parts } = context
  const name = TOOL_NAMES.find(known => known === call.name)
  const refuse = (code: string, message: string): ToolPlan => ({ result: toolError(code, message), session })
  if (!name) return refuse('unknown_tool', `there is no tool "${call.name.slice(0, 60)}"`)
  if (call.allowed && !call.allowed.includes(name))
    return refuse('not_allowed', `${name} can't be used now; use one of: ${call.allowed.join(', ') || 'none'}`)
  if (!isSupported(name, parts.crm.capabilities)) return refuse('unsupported', `${name} is not possible here`)
  const wrong = check(name, call.args)
  if (wrong) return refuse('bad_arguments', wrong.slice(0, 500))
  try {
    // Its own schema has just held of the arguments.
    return await (TOOLS[name] as Tool)(context, call.args)
  } catch (error) {
    if (context.call.signal.aborted) throw error
    const code = codeOf(error, 'unavailable')
    parts.log.warn({ err: error, tool: name, code }, 'a tool failed')
    const said = code === 'refused' ? reasonOf(error) : undefined
    // A refusal without a sentence for the client would have nothing to tell.
    if (said !== undefined) return refuse('refused', said)
    return refuse(code === 'unsupported' ? code : 'unavailable', 'the calendar does not answer now')
  }
}
