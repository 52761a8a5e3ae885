import type {
  Company,
  DraftView,
  Json,
  LlmInstance,
  LlmMessage,
  LlmPart,
  Locale,
  OfferedChoice,
  Situation,
  SlotItem,
  ToolArguments,
  ToolName,
  ToolResult,
} from '../../../core/contract/index.ts'
import { addDays, openToySalon, type ToySalon, type ToyVisit } from './toy-salon.ts'

/** What a writing tool was asked to do, and with the client's "yes" has done. */
export interface Effect {
  kind: 'book' | 'move' | 'cancel'
  services?: readonly string[]
  employee?: string
  date?: string
  time?: string
  name?: string
  phone?: string
  visit?: string
}

/** What one message of the client came to. */
export interface Reply {
  text: string
  handover: boolean
  /** A summary was put to the client. */
  proposed?: Effect
  /** The names of the called tools. */
  calls: readonly string[]
  /** The size of the memory in bytes. */
  memoryBytes: number
}

/** A desk that plays core for one conversation: runs the calls, keeps draft, choices, consent and memory. */
export interface ToyDesk {
  salon: ToySalon
  write(text: string): Promise<Reply>
  /** The client presses Confirm. */
  confirm(): Effect
  /** The client presses the button of an offered time, which core answers by itself. */
  press(time: string): Effect | undefined
  /** The client says no to the summary, and core itself asks what to change. */
  decline(text: string): void
  /** What was booked, moved or cancelled with consent. */
  done: Effect[]
  /** Another brain has answered this, with what it made of the draft. */
  elsewhere(client: string, desk: string, draft?: Partial<DraftView>): void
  situation(): Situation
}

/** What a scripted conversation begins with. */
export interface DeskOptions {
  company: Company
  locale: Locale
  now: { date: string; time: string }
  visits?: readonly ToyVisit[]
  client?: Situation['client']
  /** Times that are taken from the start: date, time, employee. */
  taken?: readonly (readonly [string, string, string])[]
  /** Without it the brain has to call the tools for the price list. */
  hasCatalogue?: boolean
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const MOST_STEPS = 10

/** Opens a desk at which the given brain answers. */
export function openToyDesk(brain: LlmInstance, options: DeskOptions): ToyDesk {
  const { company, locale, now, client = { verified: false }, hasCatalogue = true } = options
  const open = (date: string) => company.hours?.exceptions[date] ?? company.hours?.week[weekday(date)] ?? []
  const salon = openToySalon({ locale, now, open, ...(options.visits && { visits: options.visits }) })
  for (const taken of options.taken ?? []) salon.take(...taken)
  const history: LlmMessage[] = []
  const done: Effect[] = []
  let draft: DraftView = {
    services: [],
    ...(client.name !== undefined && { name: client.name }),
    ...(client.phone !== undefined && { phone: client.phone }),
  }
  let choices: OfferedChoice[] = []
  let pending: { effect: Effect; summary: string } | undefined
  let memory: Json | undefined
  let state = 'GREETING'

  const situation = (): Situation => ({
    company,
    locale,
    now: { instant: `${now.date}T${now.time}:00+03:00`, date: now.date, time: now.time, weekday: weekday(now.date) },
    calendar: Array.from({ length: 21 }, (_, index) => addDays(now.date, index)).map(date => ({
      date,
      weekday: weekday(date),
      open: open(date),
    })),
    state,
    facts: {
      service_chosen: draft.services.length > 0,
      slot_offered: choices.length > 0,
      slot_chosen: draft.slot !== undefined,
      client_known: draft.name !== undefined && draft.phone !== undefined,
      awaiting_consent: pending !== undefined,
    },
    draft,
    choices,
    ...(pending && { pendingConsent: { kind: pending.effect.kind, summary: pending.summary } }),
    client,
    ...(hasCatalogue && { catalogue: { services: salon.services, employees: salon.employees } }),
    ...(memory !== undefined && { memory }),
  })

  const tools: { [Name in ToolName]: (args: ToolArguments[Name]) => ToolResult<Name> } = {
    get_services: () => ({ services: salon.services }),
    get_employees: ({ service_ids: ids = [] }) => ({
      employees: salon.employees.filter(person => ids.every(id => person.service_ids.includes(id))),
    }),
    get_available_slots(args) {
      const found = salon.findSlots(args)
      const { slot, employee: _, moving: __, ...rest } = draft
      const employee = salon.employees.find(person => person.id === args.employee_id)
      const moving = salon.visits.find(visit => visit.appointment_id === args.appointment_id)
      draft = {
        ...rest,
        services: salon.services.filter(service => args.service_ids.includes(service.id)),
        ...(employee && { employee }),
        ...(moving && { moving }),
        ...(slot && { slot }),
      }
      const offered = [...found.slots, ...(found.others ?? [])]
      choices = [
        ...choices,
        ...offered.map((item): OfferedChoice => ({ kind: 'slot', label: `${item.date} ${item.time}`, slot: item })),
      ].slice(-80)
      return found
    },
    get_client_by_phone: ({ phone }) => ({ phone }),
    create_client({ name, phone }) {
      draft = { ...draft, ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
      return {
        ...(draft.name !== undefined && { name: draft.name }),
        ...(draft.phone !== undefined && { phone: draft.phone }),
        missing: missing(),
      }
    },
    create_appointment({ slot_id: id }) {
      const slot = tokenOf(id)
      if (slot === undefined) return failed('unknown_slot')
      const [employee] = slot.employee_ids
      if (employee !== undefined && !salon.isFree(slot.date, slot.time, 30, employee)) return failed('slot_taken')
      draft = { ...draft, slot }
      if (missing().length > 0)
        return { error: { code: 'client_needed', message: 'name or phone is missing', missing: missing() } }
      return propose({
        kind: 'book',
        services: draft.services.map(service => service.id),
        ...whenAndWho(slot),
        ...(draft.name !== undefined && { name: draft.name }),
        ...(draft.phone !== undefined && { phone: draft.phone }),
      })
    },
    get_client_appointments: () => ({ appointments: salon.visits }),
    reschedule_appointment({ appointment_id: id, slot_id: token }) {
      const slot = tokenOf(token)
      if (slot === undefined) return failed('unknown_slot')
      const visit = salon.visits.find(candidate => candidate.appointment_id === id)
      return visit === undefined
        ? failed('unknown_appointment')
        : propose({ kind: 'move', visit: id, ...whenAndWho(slot) })
    },
    cancel_appointment({ appointment_id: id }) {
      const visit = salon.visits.find(candidate => candidate.appointment_id === id)
      return visit === undefined ? failed('unknown_appointment') : propose({ kind: 'cancel', visit: id })
    },
  }

  const missing = () => [
    ...(draft.name === undefined ? ['name' as const] : []),
    ...(draft.phone === undefined ? ['phone' as const] : []),
  ]
  const tokenOf = (id: string): SlotItem | undefined => choices.find(choice => choice.slot?.slot_id === id)?.slot

  function propose(effect: Effect) {
    pending = { effect, summary: JSON.stringify(effect) }
    return { status: 'consent_asked' as const, summary: pending.summary }
  }

  function run(name: string, args: Json): Json {
    if (!isToolName(name, tools)) return JSON.parse(JSON.stringify(failed('unknown_tool')))
    // The arguments are what the brain said; a real desk checks them by schema, which the dialogs through core do.
    const tool: (args: never) => unknown = tools[name]
    return JSON.parse(JSON.stringify(tool(args as never)))
  }

  return {
    salon,
    done,
    situation,
    elsewhere(said, answered, changed) {
      history.push(
        { role: 'client', parts: [{ type: 'text', text: said }] },
        { role: 'desk', parts: [{ type: 'text', text: answered }] },
      )
      draft = { ...draft, ...changed }
      const { slot } = draft
      if (slot) choices.push({ kind: 'slot', label: slot.time, slot })
    },
    decline(text) {
      const { slot: _, ...rest } = draft
      draft = rest
      pending = undefined
      history.push(
        { role: 'client', parts: [{ type: 'text', text }] },
        { role: 'desk', parts: [{ type: 'text', text: 'What would you like to change?' }] },
      )
    },
    press(time) {
      const slot = choices.findLast(choice => choice.slot?.time === time)?.slot
      if (slot === undefined) throw new Error(`no button says ${time}`)
      const { moving } = draft
      const call =
        moving === undefined
          ? tools.create_appointment({ slot_id: slot.slot_id })
          : tools.reschedule_appointment({ appointment_id: moving.appointment_id, slot_id: slot.slot_id })
      history.push(
        { role: 'client', parts: [{ type: 'text', text: `${slot.date} ${slot.time}` }] },
        { role: 'desk', parts: [{ type: 'text', text: 'error' in call ? 'Name and phone, please?' : call.summary }] },
      )
      return pending?.effect
    },
    confirm() {
      if (pending === undefined) throw new Error('nothing waits for a consent')
      const { effect } = pending
      done.push(effect)
      pending = undefined
      const { name, phone } = draft
      draft = { services: [], ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
      choices = []
      state = 'COMPLETED'
      history.push(
        { role: 'client', parts: [{ type: 'text', text: 'Confirm' }] },
        { role: 'desk', parts: [{ type: 'text', text: 'Done.' }] },
      )
      return effect
    },
    async write(text) {
      history.push({ role: 'client', parts: [{ type: 'text', text }] })
      const messages = [...history]
      const calls: string[] = []
      for (let step = 0; step < MOST_STEPS; step++) {
        const { parts, handover } = await answer(messages)
        const made = parts.filter(part => part.type === 'call')
        if (made.length === 0) {
          const said = parts.map(part => (part.type === 'text' ? part.text : '')).join('')
          history.push({ role: 'desk', parts: [{ type: 'text', text: said }] })
          return { text: said, handover, calls, memoryBytes: JSON.stringify(memory ?? null).length }
        }
        const results: LlmPart[] = made.map(({ id, name, args }) => ({
          type: 'result',
          id,
          name,
          result: run(name, args),
        }))
        calls.push(...made.map(call => call.name))
        messages.push({ role: 'desk', parts }, { role: 'tool', parts: results })
        const isAsked = results.some(
          part => part.type === 'result' && JSON.stringify(part.result).includes('consent_asked'),
        )
        if (isAsked && pending) {
          history.push({ role: 'desk', parts: [{ type: 'text', text: pending.summary }] })
          return {
            text: pending.summary,
            handover: false,
            proposed: pending.effect,
            calls,
            memoryBytes: JSON.stringify(memory ?? null).length,
          }
        }
      }
      throw new Error(`the brain goes round in circles: ${calls.join(', ')}`)
    },
  }

  function withdraw(what: 'summary' | 'booking'): void {
    const { slot: _, ...rest } = draft
    const { name, phone } = draft
    pending = undefined
    draft =
      what === 'summary'
        ? rest
        : { services: [], ...(name !== undefined && { name }), ...(phone !== undefined && { phone }) }
  }

  async function answer(messages: readonly LlmMessage[]): Promise<{ parts: LlmPart[]; handover: boolean }> {
    const parts: LlmPart[] = []
    const call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
    let handover = false
    for await (const event of brain.generate({ system: '', messages, tools: [], situation: situation() }, call)) {
      if (event.type === 'text') parts.push({ type: 'text', text: event.delta })
      if (event.type === 'call') parts.push({ type: 'call', id: event.id, name: event.name, args: event.args })
      if (event.type === 'end') {
        handover = event.handover ?? false
        if (event.withdraw !== undefined) withdraw(event.withdraw)
        if (event.asksConsent && pending) parts.push({ type: 'text', text: ` Agreed? ${pending.summary}` })
        if (event.memory !== undefined) memory = JSON.parse(JSON.stringify(event.memory))
      }
    }
    return { parts, handover }
  }
}

function isToolName<Tools extends object>(name: string, tools: Tools): name is keyof Tools & string {
  return Object.hasOwn(tools, name)
}

function failed(code: string) {
  return { error: { code, message: code } }
}

function whenAndWho(slot: SlotItem): Pick<Effect, 'date' | 'time' | 'employee'> {
  const [employee] = slot.employee_ids
  return { date: slot.date, time: slot.time, ...(employee !== undefined && { employee }) }
}

function weekday(date: string) {
  return WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon'
}
