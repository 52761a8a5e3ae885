import type { TestEvent } from 'node:test/reporters'

/** What `npm test` says in the end, one line of JSON each. */
export type Remark =
  | { kind: 'skipped'; name: string; reason: string }
  | { kind: 'failed'; name: string; file: string }
  | { kind: 'conformance'; text: string }
  | { kind: 'counts'; passed: number; failed: number; skipped: number }

/** A plugin that does not declare a capability owes nothing there: such a skip is in the plugin's own count. */
const BY_CAPABILITIES = /^by its capabilities: /
const CONFORMANCE = /^conformance: /

/** A reporter of node's test runner: what was skipped or failed, and how many conformance checks each plugin passed. */
export default async function* remarks(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    const remark = remarkOf(event)
    if (remark) yield `${JSON.stringify(remark)}\n`
  }
}

function remarkOf({ type, data }: TestEvent): Remark | undefined {
  if (type === 'test:summary' && data.file === undefined) {
    const { passed, skipped, tests } = data.counts
    return { kind: 'counts', passed, skipped, failed: tests - passed - skipped }
  }
  if (type === 'test:diagnostic' && CONFORMANCE.test(data.message)) return { kind: 'conformance', text: data.message }
  if (type === 'test:fail' && data.details.type !== 'suite')
    return { kind: 'failed', name: data.name, file: data.file ?? '' }
  if (type !== 'test:pass' || data.skip === undefined) return undefined
  const reason = typeof data.skip === 'string' && data.skip !== '' ? data.skip : 'no reason given'
  return BY_CAPABILITIES.test(reason) ? undefined : { kind: 'skipped', name: data.name, reason }
}
