import type { EmployeeItem, LlmEvent, LlmRequest, PluginContext, ServiceItem } from '../../../../core/contract/index.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type PhoneReading, readPhone } from '../client/phone.ts'
import { tidy } from '../language/text.ts'
import { makeSpeaker } from '../speech/speaker.ts'
import { absorb } from './absorb.ts'
import { converse } from './converse.ts'
import type { listen } from './heard.ts'
import { draftKey, type Memory, readMemory, writeMemory } from './memory.ts'
import { type CallResult, clientTexts, turnResults } from './messages.ts'
import { callEvents, replay, type Steps, use } from './replay.ts'
import { beginTurn, offeredTimes, validTimes } from './session.ts'
import type { Answer, Turn } from './turn.ts'

/** What a brain needs of its instance. */
export interface Brain {
  text: PluginContext['text']
  maxQuestions: number
  /** Prepares a price list for understanding; remembers the last one. */
  listen: typeof listen
  catalogueOf(services: readonly ServiceItem[], employees: readonly EmployeeItem[]): Catalogue
}

const LONGEST_REMEMBERED_TEXT = 120

/** One step of a turn: the calls that it needs next, or its answer. */
export async function respond(request: LlmRequest, brain: Brain): Promise<LlmEvent[]> {
  const { messages, situation } = request
  const text = tidy(clientTexts(messages).current.map(tidy).join(' '))
  const phone = await readPhone(text, situation.company.country)
  const results = turnResults(messages)
  const stage: Stage = {}
  const progress = replay(takeTurn({ request, brain, text, phone, results, stage }), results)
  const base = stage.base
  const memory = stage.turn?.memory ?? base
  const after = memory && {
    ...memory,
    draft: draftKey(situation),
    state: situation.state,
    lastText: text.slice(0, LONGEST_REMEMBERED_TEXT),
  }
  const kept = after === undefined || base === undefined ? {} : { memory: writeMemory(after, base, messages) }
  if ('calls' in progress)
    return [...callEvents(progress.calls, results.length), { type: 'end', reason: 'calls', ...kept }]
  const { texts, handover, withdraw, asksConsent } = progress.done
  const said = texts.filter(part => part !== '').join('\n\n')
  return [
    ...(said === '' ? [] : [{ type: 'text' as const, delta: said }]),
    {
      type: 'end',
      reason: 'stop',
      ...kept,
      ...(handover === true ? { handover } : {}),
      ...(withdraw && { withdraw }),
      ...(asksConsent && { asksConsent }),
    },
  ]
}

/** What a replayed turn has come to, for the memory. */
interface Stage {
  base?: Memory
  turn?: Turn
}

interface Taking {
  request: LlmRequest
  brain: Brain
  text: string
  phone: PhoneReading | undefined
  results: readonly CallResult[]
  stage: Stage
}

function* takeTurn({ request, brain, text, phone, results, stage }: Taking): Steps<Answer> {
  const { messages } = request
  const catalogue = yield* readCatalogue(request, brain)
  const remembered = readMemory(request.situation, messages)
  const { situation } = request
  const known = { situation, catalogue }
  // A turn that goes on begins where it began: the draft has changed meanwhile, but by this turn's own calls.
  const base =
    remembered.isTurnStart && remembered.memory !== undefined
      ? remembered.memory
      : beginTurn(remembered.memory, messages, known)
  stage.base = base
  const listening = { ...known, memory: base }
  const heard = brain.listen(text, phone, listening)
  const memory = absorb(base, heard, listening)
  const turn: Turn = {
    situation,
    heard,
    catalogue,
    services: catalogue.services,
    employees: catalogue.employees,
    speaker: makeSpeaker(brain.text, situation.locale, situation.now.date),
    offered:
      memory.offeredIds.length === 0 && base.offeredIds.length > 0
        ? []
        : offeredTimes(memory, situation, results, base.asked !== undefined || base.chosen !== undefined),
    tokens: validTimes(situation),
    isProgress:
      matter(memory) !== matter(base) ||
      heard.name !== undefined ||
      heard.phone !== undefined ||
      heard.time.pick !== undefined ||
      heard.time.relative !== undefined,
    maxQuestions: brain.maxQuestions,
    memory,
  }
  stage.turn = turn
  return yield* converse(turn)
}

function* readCatalogue({ situation }: LlmRequest, { catalogueOf }: Brain): Steps<Catalogue> {
  if (situation.catalogue !== undefined) return catalogueOf(situation.catalogue.services, situation.catalogue.employees)
  const services = yield* use('get_services', {})
  const employees = yield* use('get_employees', {})
  return catalogueOf('error' in services ? [] : services.services, 'error' in employees ? [] : employees.employees)
}

function matter({ serviceIds, options, employeeIds, time, chosen, notEmployeeIds, notDates }: Memory): string {
  return JSON.stringify([serviceIds, options, employeeIds, time, chosen, notEmployeeIds, notDates])
}
