import type { World } from '../world.ts'
import { text, type Violation } from './evidence.ts'

/** A due time beyond this never comes. */
const NEVER = 9e15

/** What is still under way although nothing more was done to the desk. */
export function checkRest(world: World): readonly Violation[] {
  const { work, operation, outbox } = world.tables
  const left = [
    ...work
      .filter(row => !['retention', 'rotation'].includes(String(row['kind'])) && Number(row['due_at']) < NEVER)
      .map(row => `${text(row, 'kind')} of ${text(row, 'ref')} is still to be done`),
    ...operation
      .filter(row => ['committing', 'unknown', 'held'].includes(text(row, 'status')))
      .map(row => `operation ${text(row, 'id')} is still ${text(row, 'status')}`),
    ...outbox
      .filter(row => ['queued', 'sending'].includes(text(row, 'status')))
      .map(row => `message ${text(row, 'id')} is still ${text(row, 'status')}`),
  ]
  return left.map(what => ({ kind: 'unsettled', text: what }))
}
