/** The known word that was most likely meant, when one is near enough (at most `most` slips) to be worth naming. */
export function nearest(
  word: string,
  known: readonly string[],
  most: number = Number.POSITIVE_INFINITY,
): string | undefined {
  const wanted = word.toLowerCase()
  const tolerance = Math.min(most, Math.max(1, Math.floor(word.length / 3)))
  const ranked = known
    .map(name => ({ name, steps: editSteps(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps || sharedStart(wanted, b.name) - sharedStart(wanted, a.name))
  const best = ranked[0]
  return best && best.steps <= tolerance ? best.name : undefined
}

/** Of two equally near words the one that begins alike is more likely meant. */
function sharedStart(wanted: string, name: string): number {
  const letters = Array.from(name.toLowerCase())
  const differing = letters.findIndex((letter, index) => letter !== wanted[index])
  return differing < 0 ? letters.length : differing
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editSteps(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        (current[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
