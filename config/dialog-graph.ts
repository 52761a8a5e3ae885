import type { DialogConfig } from './desk-config.ts'
import { problems } from './problems.ts'
import type { Report } from './report.ts'
import { TOOL_NAMES } from './schema/dialog.ts'

/** Reports where the states of a dialog do not hang together. */
export function reportGraph(report: Report, { initial, states }: DialogConfig): void {
  const known = Object.keys(states)
  if (!known.includes(initial)) report.add(['dialog', 'initial'], problems.unknownState({ state: initial, known }))
  let isWhole = known.includes(initial)
  for (const [name, state] of Object.entries(states)) {
    for (const [index, { to }] of state.next.entries()) {
      if (known.includes(to)) continue
      isWhole = false
      report.add(['dialog', 'states', name, 'next', index, 'to'], problems.unknownState({ state: to, known }))
    }
  }
  // With a way that leads nowhere, a state that seems out of reach may be the one that was meant.
  if (isWhole) reportUnreachable(report, initial, states)

  const listed = new Set(Object.values(states).flatMap(state => state.tools))
  for (const tool of TOOL_NAMES) {
    if (!listed.has(tool)) report.add(['dialog', 'states'], problems.unusedTool({ tool }), 'key')
  }
}

function reportUnreachable(report: Report, initial: string, states: DialogConfig['states']): void {
  const reached = new Set([initial])
  // A set that grows while it is walked is walked to its end.
  for (const name of reached) for (const { to } of states[name]?.next ?? []) reached.add(to)
  for (const state of Object.keys(states)) {
    if (!reached.has(state))
      report.add(['dialog', 'states', state], problems.unreachableState({ state, initial }), 'key')
  }
}
