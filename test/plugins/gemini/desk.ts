import type { Clock, Http, LlmEvent, LlmMessage, LlmPart, LlmRequest } from '../../../core/contract/index.ts'
import { createHttp } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import gemini from '../../../plugins/llm/gemini/index.ts'
import { createTestContext, testCompany } from '../../plugin-context.ts'

/** The wall clock: these tests talk to real servers. */
const wallClock: Clock = {
  now: () => Date.now(),
  sleep: () => new Promise(resolve => setImmediate(resolve)),
}

/** An instance of the plugin with the product's own HTTP client. */
export function createDesk(config: Record<string, unknown>, log?: Parameters<typeof createTestContext>[0]['log']) {
  const stop = new AbortController()
  const http: Http = createHttp({
    clock: wallClock,
    signal: stop.signal,
    limits: createLimitRegistry({ clock: wallClock }),
  })
  const { context, close } = createTestContext({ plugin: gemini, config, http, clock: wallClock, ...(log && { log }) })
  return {
    llm: gemini.create(context),
    async close() {
      stop.abort()
      await close()
    },
  }
}

/** A request as core makes it. */
export function requestWith(messages: readonly LlmMessage[], change: Partial<LlmRequest> = {}): LlmRequest {
  return {
    system: 'You are the front desk of Mirabelle.',
    messages,
    tools: [
      {
        name: 'get_services',
        description: 'What the business sells.',
        parameters: { type: 'object', properties: { query: { type: 'string' } }, additionalProperties: false },
      },
      { name: 'get_employees', description: 'Who works there.', parameters: { type: 'object', properties: {} } },
    ],
    situation: {
      company: testCompany,
      locale: 'en',
      now: { instant: '2026-11-23T12:00:00+03:00', date: '2026-11-23', time: '12:00', weekday: 'mon' },
      calendar: [],
      state: 'GREETING',
      facts: {
        service_chosen: false,
        slot_offered: false,
        slot_chosen: false,
        client_known: false,
        awaiting_consent: false,
      },
      draft: { services: [] },
      choices: [],
      client: { verified: false },
    },
    ...change,
  }
}

/** Something that a client wrote. */
export const clientSays = (text: string): LlmMessage => ({ role: 'client', parts: [{ type: 'text', text }] })

/** A call with a minute of time. */
export const aCall = (signal = new AbortController().signal) => ({ signal, deadline: Date.now() + 60_000 })

/** All events of one answer. */
export async function read(events: AsyncIterable<LlmEvent>): Promise<LlmEvent[]> {
  const all: LlmEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

/** The answer as core carries it into the history. */
export function deskSays(events: readonly LlmEvent[]): LlmMessage {
  const parts = events.flatMap((event): LlmPart[] => {
    if (event.type === 'end') return []
    if (event.type !== 'text') return [event]
    return [{ type: 'text', text: event.delta, ...(event.data !== undefined && { data: event.data }) }]
  })
  // Through JSON, as the journal keeps it.
  return JSON.parse(JSON.stringify({ role: 'desk', parts }))
}

/** The results of all calls of an answer. */
export function results(events: readonly LlmEvent[]): LlmMessage {
  const parts = events.flatMap((event): LlmPart[] =>
    event.type === 'call' ? [{ type: 'result', id: event.id, name: event.name, result: { of: event.name } }] : [],
  )
  return { role: 'tool', parts }
}
