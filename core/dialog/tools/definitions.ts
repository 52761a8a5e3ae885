import type { CrmCapabilities, Json, ToolDefinition, ToolName } from '../../contract/index.ts'

const id = { type: 'string', minLength: 1, maxLength: 200 } as const
const date = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'YYYY-MM-DD, taken from the calendar',
} as const
const time = { type: 'string', pattern: '^([01]\\d|2[0-4]):[0-5]\\d$', description: 'HH:MM, 24 hours' } as const

function define(
  name: ToolName,
  description: string,
  properties: Readonly<Record<string, Json>>,
  required: readonly string[] = [],
): ToolDefinition {
  return {
    name,
    description,
    parameters: { type: 'object', additionalProperties: false, properties, required: [...required] },
  }
}

const DEFINITIONS: Readonly<Record<ToolName, ToolDefinition>> = {
  get_services: define(
    'get_services',
    'The services that can be booked, with prices and durations. Call it before you name a service or a price.',
    { query: { type: 'string', maxLength: 200, description: 'Words to look for; leave out for the whole list' } },
  ),
  get_employees: define('get_employees', 'The people who can be booked, and which services each of them does.', {
    service_ids: { type: 'array', items: id, maxItems: 10, description: 'Only those who do all of these' },
  }),
  get_available_slots: define(
    'get_available_slots',
    'Free times for one or several services in one visit. Only times from this answer may be offered. The answer has a slot_id for each time.',
    {
      service_ids: { type: 'array', items: id, minItems: 1, maxItems: 10 },
      employee_id: { ...id, description: 'Only with this person; leave out for anyone' },
      date_from: { ...date, description: 'First day wanted; today when left out' },
      date_to: { ...date, description: 'Last day wanted; a week from the first when left out' },
      time_from: { ...time, description: 'Not before this time of the day' },
      time_to: { ...time, description: 'Starting before this time of the day' },
      appointment_id: { ...id, description: 'The visit that is being moved' },
    },
    ['service_ids'],
  ),
  get_client_by_phone: define(
    'get_client_by_phone',
    'Checks a phone that the client gave and looks the client up.',
    { phone: { type: 'string', minLength: 3, maxLength: 40 } },
    ['phone'],
  ),
  create_client: define(
    'create_client',
    "Notes the client's name and phone for this booking, as soon as they are known.",
    {
      name: { type: 'string', minLength: 1, maxLength: 200 },
      phone: { type: 'string', minLength: 3, maxLength: 40 },
    },
  ),
  create_appointment: define(
    'create_appointment',
    'Keeps the time and puts a summary to the client, who confirms it. Call it when the client has chosen a time that was offered and name and phone are known. Nothing is booked until the client confirms.',
    {
      slot_id: { ...id, description: 'From get_available_slots' },
      comment: { type: 'string', maxLength: 500, description: "The client's wish for the visit" },
    },
    ['slot_id'],
  ),
  get_client_appointments: define(
    'get_client_appointments',
    "The client's coming visits, as far as they may be told.",
    {
      past: {
        type: 'boolean',
        description: 'Instead of those to come the ones that are over, for "the same as last time"',
      },
    },
  ),
  reschedule_appointment: define(
    'reschedule_appointment',
    'Puts the move of a visit to a free time to the client, who confirms it.',
    { appointment_id: id, slot_id: { ...id, description: 'From get_available_slots with this appointment_id' } },
    ['appointment_id', 'slot_id'],
  ),
  cancel_appointment: define(
    'cancel_appointment',
    'Puts the cancelling of a visit to the client, who confirms it.',
    { appointment_id: id, reason: { type: 'string', maxLength: 500 } },
    ['appointment_id'],
  ),
}

/** The names of all nine. */
export const TOOL_NAMES = Object.keys(DEFINITIONS) as readonly ToolName[]

/** The definition of a tool by name. */
export function definitionOf(name: ToolName): ToolDefinition {
  return DEFINITIONS[name]
}

/** Whether the CRM can do what the tool promises. */
export function isSupported(name: ToolName, capabilities: CrmCapabilities): boolean {
  if (name === 'cancel_appointment') return capabilities.cancel
  // Without a move of its own the CRM must at least show that the new visit stands, and cancel the old one.
  if (name === 'reschedule_appointment')
    return capabilities.reschedule !== 'none' || (capabilities.cancel && capabilities.getAppointment)
  return true
}

/** The tools of a state that this CRM can do. */
export function offeredTools(names: readonly ToolName[], capabilities: CrmCapabilities): readonly ToolDefinition[] {
  return names.filter(name => isSupported(name, capabilities)).map(definitionOf)
}
