import type { LlmEvent } from '../../../../core/contract/index.ts'
import type { LlmMutant } from './mutant.ts'

/** Brains that answer wrongly. */
export const answerMutants: readonly LlmMutant[] = [
  {
    check: 'llm.text',
    mistake: 'takes what looks like markup out of the text',
    events: events =>
      each(events, event =>
        event.type === 'text' ? { ...event, delta: event.delta.replaceAll(/<\/?b>/g, '') } : event,
      ),
  },
  {
    check: 'llm.asks',
    mistake: 'leaves the system prompt out',
    request: request => ({ ...request, system: '' }),
  },
  {
    check: 'llm.asks',
    mistake: 'sends the history newest first',
    request: request => ({
      ...request,
      messages:
        request.messages.length === 3 && request.messages.every(({ role }) => role !== 'tool')
          ? request.messages.toReversed()
          : request.messages,
    }),
  },
  {
    check: 'llm.calls',
    mistake: 'gives every call the same id',
    events: events => each(events, event => (event.type === 'call' ? { ...event, id: 'call' } : event)),
  },
  {
    check: 'llm.round-trip',
    mistake: 'forgets the signature of its calls',
    events: events =>
      each(events, event =>
        event.type === 'call' ? { type: 'call', id: event.id, name: event.name, args: event.args } : event,
      ),
  },
  {
    check: 'llm.round-trip',
    mistake: 'changes what only its provider can read',
    events: events => each(events, event => ({ ...event, ...('data' in event && { data: { signature: 'ours' } }) })),
  },
  {
    check: 'llm.histories',
    mistake: 'believes that every history begins with the client',
    request(request) {
      if (request.messages[0]?.role === 'desk') throw Object.assign(new Error('no client'), { code: 'invalid' })
      return request
    },
  },
  {
    check: 'llm.usage',
    mistake: 'adds up input and output',
    events: events =>
      each(events, event =>
        event.type === 'end' && event.usage ? { ...event, usage: { ...event.usage, inputTokens: 150 } } : event,
      ),
  },
  {
    check: 'llm.media',
    mistake: 'declares pictures and does not send them',
    request: request => ({
      ...request,
      messages: request.messages.map(message => ({
        ...message,
        parts: message.parts.filter(({ type }) => type !== 'media'),
      })),
    }),
  },
  lastRequestWins(),
  {
    check: 'llm.length',
    mistake: 'takes an answer that was cut for a whole one',
    events: events =>
      each(events, event => (event.type === 'end' && event.reason === 'length' ? { ...event, reason: 'stop' } : event)),
  },
  {
    check: 'llm.blocked',
    mistake: 'takes a refusal for an empty answer',
    events: events =>
      each(events, event =>
        event.type === 'end' && event.reason === 'blocked' ? { ...event, reason: 'empty' } : event,
      ),
  },
  {
    check: 'llm.empty',
    mistake: 'takes an empty answer for a good one',
    events: events =>
      each(events, event => (event.type === 'end' && event.reason === 'empty' ? { ...event, reason: 'stop' } : event)),
  },
  {
    check: 'llm.order',
    mistake: 'says something after the end',
    async *events(events, { messages }) {
      yield* events
      const [part] = messages.at(-1)?.parts ?? []
      if (part?.type === 'text' && part.text === '…') yield { type: 'text', delta: 'Are you there?' }
    },
  },
  {
    check: 'llm.memory',
    mistake: 'remembers the whole conversation',
    events: (events, { messages }) =>
      each(events, event =>
        event.type === 'end' ? { ...event, memory: JSON.parse(JSON.stringify(messages)) } : event,
      ),
  },
  {
    check: 'llm.memory',
    mistake: 'believes that every memory is of its own version',
    request(request) {
      const { memory } = request.situation
      if (memory !== undefined && Object(memory).version !== 1)
        throw Object.assign(new Error('no memory of mine'), { code: 'invalid' })
      return request
    },
  },
]

/** Keeps the request in a variable that all its answers share. */
function lastRequestWins(): LlmMutant {
  let latest: Parameters<NonNullable<LlmMutant['request']>>[0] | undefined
  return {
    check: 'llm.side-by-side',
    mistake: 'keeps the request where the next one overwrites it',
    async request(request) {
      latest = request
      await new Promise(resolve => setImmediate(resolve))
      return latest
    },
  }
}

async function* each(events: AsyncIterable<LlmEvent>, change: (event: LlmEvent) => LlmEvent): AsyncGenerator<LlmEvent> {
  for await (const event of events) yield change(event)
}
