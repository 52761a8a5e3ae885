import { isBorneOut, type KnownTruth } from './borne-out.ts'
import { type Claim, readClaims } from './claims.ts'
import type { Names } from './spoken-people.ts'

/** What may be said of a text, and what in it is not so. */
export interface Checked {
  /** The text without what is not so; the text as it was when all of it is. */
  text: string
  falsehoods: readonly Claim[]
}

/** Checks what a brain says in this turn before it leaves. */
export type CheckWords = (text: string) => Promise<Checked>

/**
 * Holds everything that a text says of the client's visits against what is known. What goes on about a visit after something
 * false was said of it falls, too, and so does the cheer about it.
 */
export function checkSpoken(text: string, truth: KnownTruth, names: Names): Checked {
  const { sentences, claims, invitations, about } = readClaims(text, names)
  const falsehoods = claims.filter(claim => !isBorneOut(claim, truth))
  if (falsehoods.length === 0) return { text, falsehoods }
  const first = Math.min(...falsehoods.flatMap(claim => [...claim.sentences]))
  const isSaid = (index: number) =>
    !invitations.has(index) &&
    falsehoods.every(claim => !claim.sentences.has(index)) &&
    about[index] !== 'cheer' &&
    (index < first || about[index] !== 'visit')
  const kept = sentences
    .filter((_, index) => isSaid(index))
    .join('')
    .trim()
  return { text: /\p{L}/u.test(kept) ? kept : '', falsehoods }
}
