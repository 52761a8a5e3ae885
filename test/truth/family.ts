import type { DeedKind } from '../../core/dialog/truth/deed.ts'
import { lines } from './lines.ts'

/** Phrasings that say one thing in one manner. */
export interface Family {
  name: string
  kind: DeedKind | 'harmless'
  phrasings: readonly string[]
}

/** Every line in all of its ways: `[a|b] c` is "a c" and "b c". */
export function variants(text: string): readonly string[] {
  return lines(text).flatMap(expanded)
}

function expanded(line: string): readonly string[] {
  const choice = /\[([^\]]*)\]/u.exec(line)
  if (choice?.[1] === undefined) return [line]
  const { index, 0: whole, 1: ways } = choice
  return ways.split('|').flatMap(way => expanded(line.slice(0, index) + way + line.slice(index + whole.length)))
}
