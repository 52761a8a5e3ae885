const ALLOWED_SHARE = 0.45

/** The real names that are most like one that does not exist: by their letters, and by a common part. */
export function nearNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase()
  const [prefix = '', stem = wanted] = /^([a-z]+_)(.+)$/.exec(wanted)?.slice(1) ?? ['', wanted]
  return known
    .map(real => {
      const other = real.toLowerCase()
      // Only things of the same kind are like each other: a catalog is no document.
      if (!other.startsWith(prefix)) return { real, far: Number.POSITIVE_INFINITY }
      const rest = other.slice(prefix.length)
      const share = steps(stem, rest) / Math.max(stem.length, rest.length)
      const far = rest.includes(stem) || stem.includes(rest) ? Math.min(share, 0.3) : share
      return { real, far }
    })
    .filter(({ far }) => far <= ALLOWED_SHARE)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ real }) => real)
}

/** How many letters must change. */
function steps(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (let column = 1; column <= other.length; column++)
      next.push(
        Math.min(
          (row[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1),
        ),
      )
    row = next
  }
  return row[other.length] ?? one.length
}
