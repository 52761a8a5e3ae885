import type { Json, LlmEvent, ToolArguments, ToolName, ToolResult } from '../../../../core/contract/index.ts'
import type { CallResult } from './messages.ts'

/** A tool call that a dialog waits for. */
export interface PlannedCall {
  name: ToolName
  args: Json
}

/** A dialog written as straight code: it yields calls and gets their results. */
export type Steps<Result> = Generator<readonly PlannedCall[], Result, readonly Json[]>

/** What a dialog came to: calls whose results it needs, or its end. */
export type Progress<Result> = { calls: readonly PlannedCall[] } | { done: Result }

/** Calls one tool. */
export function* use<Name extends ToolName>(name: Name, args: ToolArguments[Name]): Steps<ToolResult<Name>> {
  const [result] = yield [{ name, args: plain(args) }]
  return typed<Name>(result)
}

/** Calls one tool several times at once. */
export function* useAll<Name extends ToolName>(
  name: Name,
  list: readonly ToolArguments[Name][],
): Steps<ToolResult<Name>[]> {
  if (list.length === 0) return []
  const results = yield list.map(args => ({ name, args: plain(args) }))
  return results.map(result => typed<Name>(result))
}

/**
 * Runs a dialog from its beginning with the results that this turn has, up to the first call that has none. A turn so
 * needs no state of its own: each step of it is the same code run again.
 */
export function replay<Result>(steps: Steps<Result>, results: readonly CallResult[]): Progress<Result> {
  const known = new Map(results.map(({ name, args, result }) => [keyOf({ name, args }), result]))
  let next = steps.next()
  while (!next.done) {
    const answers = next.value.map(call => known.get(keyOf(call)))
    if (!answers.every(answer => answer !== undefined)) {
      return { calls: next.value.filter(call => !known.has(keyOf(call))) }
    }
    next = steps.next(answers)
  }
  return { done: next.value }
}

/** The events that ask core for these calls. */
export function callEvents(calls: readonly PlannedCall[], already: number): LlmEvent[] {
  return calls.map(({ name, args }, index) => ({ type: 'call', id: `rules-${already + index + 1}`, name, args }))
}

// The order of an object's keys does not survive every database.
function keyOf({ name, args }: { name: string; args: Json }): string {
  return (
    name +
    JSON.stringify(args, (_, value: unknown) =>
      isRecord(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
    )
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function plain(args: unknown): Json {
  return JSON.parse(JSON.stringify(args))
}

// The one border to core's results, whose shapes the contract promises.
function typed<Name extends ToolName>(result: Json | undefined): ToolResult<Name> {
  return result as unknown as ToolResult<Name>
}
