import type { TestEvent } from 'node:test/reporters'

/** A test that did not run. */
export interface Skip {
  name: string
  file: string
  reason: string
}

/** A reporter of node's test runner that writes each skipped test as one line of JSON. */
export default async function* skips(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== 'test:pass' || event.data.skip === undefined) continue
    const reason = typeof event.data.skip === 'string' && event.data.skip !== '' ? event.data.skip : 'no reason given'
    const skip: Skip = { name: event.data.name, file: event.data.file ?? '', reason }
    yield `${JSON.stringify(skip)}\n`
  }
}
