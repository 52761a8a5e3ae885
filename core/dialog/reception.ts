import type { Logger } from 'pino'
import type { DeskConfig } from '../../config/desk-config.ts'
import type { ChannelAbilities } from '../channels/abilities.ts'
import type { Files } from '../channels/files.ts'
import type { Hint } from '../channels/hint.ts'
import type { Call, Clock, CrmInstance, LlmInstance } from '../contract/index.ts'
import type { Journal } from '../journal/journal.ts'
import type { ClaimedTurn } from '../journal/turn.ts'
import { putVisit, visitsByAppointment } from '../journal/visit.ts'
import type { Reach } from '../ledger/fail-points.ts'
import { createLedger, type Ledger } from '../ledger/ledger.ts'
import type { SharedCache } from '../replicas/cache.ts'
import type { InstanceStatus, Metrics } from '../server/index.ts'
import { createBrains } from './brains.ts'
import { createCatalogue } from './catalogue.ts'
import { sharedReader } from './catalogue-cache.ts'
import { createDateFormat, localMoment } from './local-time.ts'
import type { DialogParts } from './parts.ts'
import { createPriceFormat } from './price.ts'
import { createPrompts } from './prompt.ts'
import { createCalendar } from './situation.ts'
import { createSlotReads } from './slot-reads.ts'
import type { Say } from './texts.ts'
import { createArgumentCheck } from './tools/run-tool.ts'
import { createNamesInCatalogue } from './truth/names-in-catalogue.ts'
import { runTurn, type TurnEnd } from './turn.ts'
import { createCards, type WriteCard } from './visit-card.ts'
import { createVisitWriter, visitOf } from './visit-view.ts'

/** What the reception is made of. */
export interface ReceptionParts extends ChannelAbilities {
  config: DeskConfig
  journal: Journal
  crm: CrmInstance
  llm: readonly { instance: string; llm: LlmInstance }[]
  say: Say
  log: Logger
  clock: Clock
  reach: Reach
  metrics: Metrics
  signal: AbortSignal
  /** Absent: each process asks for itself. */
  cache: SharedCache | undefined
  wake(): void
  hint: Hint
  files: Files
}

/** The dialog and the ledger of one business. */
export interface Reception {
  ledger: Ledger
  /** Warms what every turn needs; a CRM that is down does not keep the desk from starting. */
  prepare(): Promise<void>
  turn(turn: ClaimedTurn, signal: AbortSignal): Promise<TurnEnd | undefined>
  /**
   * The business may have changed a visit in the CRM: what is known of it is read again. False when it changed here while
   * it was being read: what was read may be older.
   */
  reread(appointment: string): Promise<boolean>
  brainStatus(): Readonly<Record<string, InstanceStatus>>
  cardOf: WriteCard
}

/** Puts together what a turn works with. */
export function createReception(parts: ReceptionParts): Reception {
  const { config, journal, crm, clock, log, metrics, signal } = parts
  const formatPrice = createPriceFormat()
  const catalogue = createCatalogue(sharedReader(config.crm, { crm, cache: parts.cache, clock }), clock, formatPrice)
  const visits = createVisitWriter(journal, catalogue)
  const cardOf = createCards(config.company, { say: parts.say, formatPrice })
  const brains = createBrains(parts.llm, { clock, log })
  const checkArguments = createArgumentCheck()
  const ledger = createLedger({
    journal,
    crm,
    log,
    signal,
    visits,
    reach: parts.reach,
    wake: parts.wake,
    count: (kind, status) => metrics.operations.inc({ kind, status }),
  })
  const dialog: DialogParts = {
    config,
    journal,
    crm,
    ledger,
    brains,
    catalogue,
    namesIn: createNamesInCatalogue(),
    slots: createSlotReads(crm, { clock, signal }),
    log,
    clock,
    hint: parts.hint,
    files: parts.files,
    wake: parts.wake,
    reach: parts.reach,
    say: parts.say,
    prompts: createPrompts(config, log),
    dates: createDateFormat(() => localMoment(clock.now(), config.company.timezone).date),
    calendar: createCalendar(config.company),
    formatPrice,
    cardOf,
    capabilitiesOf: parts.capabilitiesOf,
    draftOf: parts.draftOf,
    fetchMediaOf: parts.fetchMediaOf,
    counters: {
      turn(outcome, ms) {
        metrics.turns.inc({ outcome })
        metrics.turnSeconds.observe(ms / 1000)
      },
      llm(instance, end, usage) {
        metrics.llmCalls.inc({ instance, outcome: end })
        if (!usage) return
        metrics.llmTokens.inc({ instance, direction: 'input' }, usage.inputTokens)
        metrics.llmTokens.inc({ instance, direction: 'output' }, usage.outputTokens)
      },
      tool: (tool, outcome) => metrics.toolCalls.inc({ tool, outcome }),
    },
  }
  return {
    ledger,
    cardOf,
    async prepare() {
      const call = { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]), deadline: clock.now() + 10_000 }
      await catalogue(call, config.company.locale).catch(error =>
        log.warn({ err: error }, 'the CRM cannot be read yet'),
      )
    },
    async turn(turn, turnSignal) {
      return runTurn(dialog, turn, checkArguments, AbortSignal.any([turnSignal, signal]))
    },
    async reread(appointment) {
      const known = await visitsByAppointment(journal, journal.db, appointment)
      if (known.length === 0) return true
      const call: Call = {
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
        deadline: clock.now() + 10_000,
        priority: 'background',
      }
      const visit = await crm.getAppointment({ id: appointment }, call)
      await catalogue(call, config.company.locale)
      return journal.write(async db => {
        const present = await visitsByAppointment(journal, db, appointment)
        if (JSON.stringify(present) !== JSON.stringify(known)) return false
        for (const old of known) {
          const { conversation, locale } = old
          const seen = visit && visitOf(visit, catalogue.latest(locale), { conversation, locale })
          await putVisit(journal, db, seen ?? { ...old, status: 'cancelled' })
        }
        await ledger.decide(db, { id: appointment, visit })
        return true
      })
    },
    brainStatus: () =>
      Object.fromEntries(
        brains.status().flatMap(({ instance, open, until }) => {
          if (!open) return []
          const summary = `rests after failures until ${new Date(until ?? 0).toISOString()}`
          return [[instance, { kind: 'llm' as const, status: 'failing' as const, summary }]]
        }),
      ),
  }
}
