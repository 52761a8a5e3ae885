import type { Kind } from '../contract/index.ts'

/** The methods without which nothing of a kind can work; storage may offer one thing or the other. */
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  channel: ['start', 'stop', 'send'],
  llm: ['generate'],
  storage: [],
  crm: [
    'findClientsByPhone',
    'getClient',
    'createClient',
    'updateClient',
    'listServices',
    'listEmployees',
    'listAvailableSlots',
    'createAppointment',
    'getAppointment',
    'listAppointments',
    'rescheduleAppointment',
    'cancelAppointment',
  ],
}

/** What is wrong with the thing that a plugin's `create` answered; undefined when it is an instance of its kind. Throws when the thing does. */
export function malformedInstance(kind: Kind, created: unknown): string | undefined {
  if (typeof created !== 'object' || created === null)
    return `create must answer an object, not ${created === null ? 'null' : typeof created}`
  const member = (name: string): unknown => Reflect.get(created, name)
  if (typeof member('then') === 'function') return 'create must answer the instance itself, not a promise of it'
  const capabilities = member('capabilities')
  if (kind !== 'storage' && (typeof capabilities !== 'object' || capabilities === null))
    return 'the instance has no "capabilities"'
  const missing = NEEDED[kind].find(name => typeof member(name) !== 'function')
  return missing && `the instance has no function "${missing}"`
}
