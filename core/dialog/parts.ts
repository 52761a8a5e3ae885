import type { Logger } from 'pino'
import type { DeskConfig } from '../../config/desk-config.ts'
import type { ChannelAbilities } from '../channels/abilities.ts'
import type { Files } from '../channels/files.ts'
import type { Hint } from '../channels/hint.ts'
import type { CalendarDay, Clock, CrmInstance } from '../contract/index.ts'
import type { Journal } from '../journal/journal.ts'
import type { Reach } from '../ledger/fail-points.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Brains } from './brains.ts'
import type { ReadCatalogue } from './catalogue.ts'
import type { DateFormat } from './local-time.ts'
import type { FormatPrice } from './price.ts'
import type { Prompts } from './prompt.ts'
import type { ReadSlots } from './slot-reads.ts'
import type { Say } from './texts.ts'
import type { NamesInCatalogue } from './truth/names-in-catalogue.ts'
import type { WriteCard } from './visit-card.ts'

/** What the dialog counts. */
export interface DialogCounters {
  turn(outcome: 'answered' | 'silent' | 'superseded' | 'failed', ms: number): void
  llm(instance: string, end: string, usage: { inputTokens: number; outputTokens: number } | undefined): void
  tool(name: string, outcome: string): void
}

/** What every turn works with. */
export interface DialogParts extends ChannelAbilities {
  config: DeskConfig
  journal: Journal
  crm: CrmInstance
  ledger: Ledger
  brains: Brains
  catalogue: ReadCatalogue
  namesIn: NamesInCatalogue
  slots: ReadSlots
  prompts: Prompts
  say: Say
  dates: DateFormat
  /** Today and the coming days with their hours. */
  calendar(today: string): readonly CalendarDay[]
  formatPrice: FormatPrice
  cardOf: WriteCard
  log: Logger
  clock: Clock
  reach: Reach
  counters: DialogCounters
  hint: Hint
  files: Files
  /** Work was scheduled. */
  wake(): void
}
