import assert from 'node:assert/strict'
import type { LlmEvent } from '../../contract/index.ts'

/** One whole answer, in its parts. */
export interface WholeAnswer {
  events: readonly LlmEvent[]
  text: string
  calls: readonly Extract<LlmEvent, { type: 'call' }>[]
  end: Extract<LlmEvent, { type: 'end' }>
}

/** Reads an answer to its end and holds it against the order that the contract gives. */
export async function readAnswer(stream: AsyncIterable<LlmEvent>): Promise<WholeAnswer> {
  const events: LlmEvent[] = []
  for await (const event of stream) {
    assert.notEqual(events.at(-1)?.type, 'end', `${event?.type} comes after the end`)
    assertEvent(event)
    events.push(event)
  }
  const end = events.at(-1)
  if (end?.type !== 'end') assert.fail('the answer has no `end`')
  const calls = events.filter(event => event.type === 'call')
  return { events, calls, end, text: events.map(event => (event.type === 'text' ? event.delta : '')).join('') }
}

const REASONS: readonly string[] = ['stop', 'calls', 'length', 'blocked', 'empty']

function assertEvent(event: LlmEvent): void {
  assert.deepEqual(JSON.parse(JSON.stringify(event)), event, 'an event is plain JSON: the journal keeps it as such')
  const isRight = {
    text: () => event.type === 'text' && typeof event.delta === 'string',
    call: () => event.type === 'call' && event.id !== '' && event.name !== '' && event.args !== undefined,
    data: () => event.type === 'data' && event.data !== undefined,
    end: () => event.type === 'end' && REASONS.includes(event.reason),
  }[event.type]
  assert.ok(isRight?.(), `this is no event: ${JSON.stringify(event)}`)
}
