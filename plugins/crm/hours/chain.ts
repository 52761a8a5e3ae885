import { type Interval, isClear, isWithin } from './interval.ts'

/** One service of the visit; they follow one another without a break. */
export interface Step {
  durationMinutes: number
  /** Who does it. */
  employeeIds: readonly string[]
  /**
   * Time that the employee needs before and after, in which no other visit may lie. It may reach beyond the opening
   * hours, and is not needed between two services of one employee in the same visit.
   */
  bufferMinutes?: { before?: number; after?: number }
}

/** An employee's open and taken time, both merged. Those who are to be preferred come first. */
export interface RankedEmployee {
  id: string
  open: readonly Interval[]
  busy: readonly Interval[]
}

/** Who does each step: one id per step. */
export type Chain = readonly string[]

interface Stage {
  start: number
  end: number
  before: number
  after: number
  employeeIds: readonly string[]
}

const MINUTE_MS = 60_000

/** Every employee who can do the whole visit from `start`, in their order; else the one chain with the fewest changes. */
export function findChains(start: number, steps: readonly Step[], ranked: readonly RankedEmployee[]): readonly Chain[] {
  const stages = stagesOf(start, steps)
  const alone = ranked.filter(employee => canDo(employee, stages))
  if (alone.length > 0) return alone.map(employee => steps.map(() => employee.id))
  const chain = steps.length > 1 ? shortestChain(stages, ranked) : undefined
  return chain ? [chain] : []
}

function stagesOf(start: number, steps: readonly Step[]): readonly Stage[] {
  let end = start
  return steps.map(({ durationMinutes, bufferMinutes, employeeIds }) => {
    const from = end
    end += durationMinutes * MINUTE_MS
    const { before = 0, after = 0 } = bufferMinutes ?? {}
    return { start: from, end, before: before * MINUTE_MS, after: after * MINUTE_MS, employeeIds }
  })
}

/** Whether one employee can do these stages in a row, with the first one's buffer before and the last one's after. */
function canDo({ id, open, busy }: RankedEmployee, stages: readonly Stage[]): boolean {
  const first = stages[0]
  const last = stages.at(-1)
  return (
    first !== undefined &&
    last !== undefined &&
    stages.every(stage => stage.employeeIds.includes(id)) &&
    isWithin(open, first.start, last.end) &&
    isClear(busy, first.start - first.before, last.end + last.after)
  )
}

/**
 * The chain with the fewest parts, and among those the one whose parts go to the employees ranked first. Solved from
 * the end: the best way to do the stages from `from` on begins with the best first part.
 */
function shortestChain(stages: readonly Stage[], ranked: readonly RankedEmployee[]): Chain | undefined {
  const best: ({ parts: number; chain: Chain } | undefined)[] = []
  best[stages.length] = { parts: 0, chain: [] }
  for (let from = stages.length - 1; from >= 0; from--)
    for (const employee of ranked)
      for (let to = stages.length; to > from; to--) {
        const rest = best[to]
        if (!rest || rest.parts + 1 >= (best[from]?.parts ?? Number.POSITIVE_INFINITY)) continue
        if (!canDo(employee, stages.slice(from, to))) continue
        const own = Array.from({ length: to - from }, () => employee.id)
        best[from] = { parts: rest.parts + 1, chain: [...own, ...rest.chain] }
      }
  return best[0]?.chain
}
