import type { TestEvent } from 'node:test/reporters'

/** A test that did not run. */
export interface Skip {
  name: string
  file: string
  reason: string
}

/** What the runner says in the end, one line of JSON each. */
export type Remark = { skip: Skip } | { conformance: string }

/** A plugin that does not declare a capability owes nothing there: such a skip is in the plugin's own count. */
const BY_CAPABILITIES = /^by its capabilities: /
const CONFORMANCE = /^conformance: /

/** A reporter of node's test runner: each skipped test, and how many conformance checks each plugin passed. */
export default async function* remarks(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    const remark = remarkOf(event)
    if (remark) yield `${JSON.stringify(remark)}\n`
  }
}

function remarkOf({ type, data }: TestEvent): Remark | undefined {
  if (type === 'test:diagnostic') return CONFORMANCE.test(data.message) ? { conformance: data.message } : undefined
  if (type !== 'test:pass' || data.skip === undefined) return undefined
  const reason = typeof data.skip === 'string' && data.skip !== '' ? data.skip : 'no reason given'
  return BY_CAPABILITIES.test(reason) ? undefined : { skip: { name: data.name, file: data.file ?? '', reason } }
}
