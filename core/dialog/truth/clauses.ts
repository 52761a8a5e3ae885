/** A comma before a figure stands within a date: "Friday, 27 November, at 15:00". */
const CLAUSE_END =
  /[;:!]+(?=\s|$)|,+(?=$|\s(?!(?:в |на |к |at |on )?\d))|\.(?=\s)|\s-\s|\s(?:и|а|но|and|but|so|then|то)\s/gu

/** A part of a plain sentence between its commas. */
export interface Clause {
  start: number
  end: number
  text: string
}

/** Cuts a plain sentence into its clauses. */
export function clausesOf(plain: string): readonly Clause[] {
  const clauses: Clause[] = []
  let start = 0
  for (const { index, 0: mark } of plain.matchAll(CLAUSE_END)) {
    clauses.push({ start, end: index, text: plain.slice(start, index) })
    start = index + mark.length
  }
  return [...clauses, { start, end: plain.length, text: plain.slice(start) }]
}

/** The clause that holds this place. */
export function clauseAt(clauses: readonly Clause[], index: number): number {
  return Math.max(
    0,
    clauses.findLastIndex(({ start }) => start <= index),
  )
}
