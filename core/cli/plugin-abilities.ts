import { systemClock } from '../clock.ts'
import type { ChannelInstance, Company, CrmInstance, Kind, LlmInstance } from '../contract/index.ts'
import { sampleOptions } from '../plugins/sample-options.ts'
import { type ExaminedPlugin, openContext } from '../testkit/context.ts'
import { createTrace } from '../testkit/trace.ts'

/** What an instance says of itself, as it says it; undefined where it can't be created without an operator's options. */
export type Abilities = Readonly<Record<string, unknown>> | undefined

/** Creates an instance that nobody starts, on a database in memory, and asks it. `config` is the operator's, or absent. */
export async function abilitiesOf(
  loaded: ExaminedPlugin<Kind>,
  { config, company }: { config: unknown; company: Company },
): Promise<Abilities> {
  const { plugin, options } = loaded
  if (plugin.kind === 'storage') return { roles: plugin.roles }
  const given: unknown = structuredClone(config ?? sampleOptions(plugin.configSchema))
  if (typeof given !== 'object' || given === null || !options.accepts(given)) return undefined
  const opened = await openContext({
    examined: loaded,
    config: given,
    company,
    clock: systemClock,
    trace: createTrace(),
    instance: plugin.kind,
  })
  try {
    switch (plugin.kind) {
      case 'crm': {
        const crm: CrmInstance = plugin.create(opened.context)
        return { ...crm.capabilities, changes: crm.changes !== undefined }
      }
      case 'channel': {
        const channel: ChannelInstance = plugin.create(opened.context)
        return { ...channel.capabilities, draft: channel.draft !== undefined, pages: channel.pages !== undefined }
      }
      default: {
        const llm: LlmInstance = plugin.create(opened.context)
        return { ...llm.capabilities }
      }
    }
  } catch {
    return undefined
  } finally {
    await opened.close()
  }
}

/** Words for one ability, from its value; none where there is nothing to say. */
type Say = (value: unknown) => string

const when =
  (words: string): Say =>
  value =>
    value ? words : ''
const MOVES: Readonly<Record<string, string>> = {
  none: 'moves visits by booking anew',
  time: 'moves visits to another time',
  timeAndEmployee: 'moves visits to another time or employee',
}
const DELIVERIES: Readonly<Record<string, string>> = {
  stored: 'clients read what is stored',
  idempotent: 'a message is never sent twice',
  traceable: 'asks what became of a message',
  blind: 'can’t ask what became of a message',
}
const listed =
  (words: string): Say =>
  value =>
    Array.isArray(value) && value.length > 0 ? `${words} ${value.join(', ')}` : ''

/** `image`, `audio`: a person wants no list of formats. */
const kindsOf = (types: unknown) =>
  Array.isArray(types) ? [...new Set(types.map(type => String(type).replace(/\/.*/, '')))] : []

/** In the order in which they are shown. */
const WORDS: Readonly<Record<Kind, Readonly<Record<string, Say>>>> = {
  channel: {
    receives: value => (value === 'poll' ? 'asks for messages' : 'is told of messages'),
    delivery: value => DELIVERIES[String(value)] ?? '',
    choices: when('buttons'),
    contactRequest: when('asks for the contact'),
    verifiesPhone: when('proves phones'),
    media: listed('takes'),
    sends: listed('sends'),
    templates: listed('templates for'),
    draft: when('shows answers while they are written'),
    pages: when('pages of its own'),
  },
  llm: { media: value => listed('understands')(kindsOf(value)) || 'text only' },
  storage: { roles: listed('keeps the') },
  crm: {
    findClients: when('finds clients'),
    createClient: when('adds clients'),
    updateClient: when('changes clients'),
    severalServices: when('several services a visit'),
    reschedule: value => MOVES[String(value)] ?? '',
    cancel: when('cancels visits'),
    listAppointments: when('lists visits'),
    findByKey: when('finds lost answers by key'),
    changes: when('is told of changes by staff'),
  },
}

/** What a plugin can do, in words. */
export function sayAbilities(kind: Kind, abilities: Abilities): readonly string[] {
  if (!abilities) return ['depends on its options']
  return Object.entries(WORDS[kind]).flatMap(([name, say]) => say(abilities[name]) || [])
}
