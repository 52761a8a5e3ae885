import type {
  ChannelPlugin,
  Company,
  CrmPlugin,
  Instant,
  Kind,
  LlmPlugin,
  OpeningHours,
  StoragePlugin,
} from '../contract/index.ts'

/** The plugin type of each kind. */
export interface PluginOf {
  channel: ChannelPlugin
  llm: LlmPlugin
  storage: StoragePlugin
  crm: CrmPlugin
}

/** What `create` of a kind answers. */
export type InstanceOf<K extends Kind> = ReturnType<PluginOf[K]['create']>

/** The author's stand-in for the provider: a real HTTP server on this machine. */
export interface Fake {
  /** Where it listens: `http://127.0.0.1:41234`. */
  url: string
  close(): void | Promise<void>
}

/** The world in which a fake is started: it must count the same time as the plugin. */
export interface FakeWorld {
  /** Milliseconds since the epoch, on the clock that the kit moves. */
  now(): number
  company: Company
}

/** What an author tells the kit. */
export interface Subject<K extends Kind> {
  /** The default export of the plugin's module. */
  plugin: PluginOf[K]
  /** The module's URL, `import.meta.resolve('../src/index.ts')`: it is imported once more on its own, in a process of its own. */
  module: string
  /** The options as they would stand under `with:`. With a fake: a function of its URL, behind which the kit puts its own proxy. */
  config: object | ((url: string) => object)
  /** Starts an empty provider; called for every check. A plugin that talks to nobody over the network needs none. */
  fake?(world: FakeWorld): Promise<Fake>
  /** What the plugin needs of the company beside the kit's own, which is in Berlin and open from 9 to 19. */
  company?: Partial<Company>
  /** When the story begins; `2027-03-25T08:00:00+01:00` when left out: three days before the clocks change in Berlin. */
  now?: Instant
}

const OPEN = [{ from: '09:00', to: '19:00' }]

/** A studio in Berlin that is open from 9 to 19 on weekdays and Saturdays. */
export const kitCompany: Company = {
  name: 'Atelier Nord',
  timezone: 'Europe/Berlin',
  locale: 'en',
  currency: 'EUR',
  country: 'DE',
  hours: {
    week: { mon: OPEN, tue: OPEN, wed: OPEN, thu: OPEN, fri: OPEN, sat: OPEN, sun: [] },
    exceptions: {},
  } satisfies OpeningHours,
  faq: [],
}

/** When every story begins. */
export const KIT_NOW: Instant = '2027-03-25T08:00:00+01:00'
