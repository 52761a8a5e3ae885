import { slips, tolerance } from './distance.ts'
import type { Word } from './text.ts'

/** Ordinary words one slip away from a service's. */
const ORDINARY: ReadonlySet<string> = new Set(['brown', 'browse', 'message', 'messages', 'waiting', 'coming', 'nearly'])
const DIMINUTIVE = /^(?:к|чк|чик|ик|очк|ечк|ичк|ушк|ок|ек)?$/u

/** How surely two words are the same one: 1 the same, less for a diminutive or a typo, 0 for different words. */
export function sameness(said: Word, known: Word): number {
  if (said.text === known.text || said.stem === known.stem) return 1
  if (isDiminutive(said.stem, known.stem)) return 0.95
  if (isShort(said.text, known.text)) return 0.9
  return isTypo(said, known) ? 0.85 : 0
}

/** Whether two stems are a Russian word and its diminutive: «собака», «собачка». */
export function isDiminutive(left: string, right: string): boolean {
  if (!/[а-я]/u.test(left)) return false
  let shared = 0
  while (shared < left.length && left[shared] === right[shared]) shared++
  return shared >= 4 && DIMINUTIVE.test(left.slice(shared)) && DIMINUTIVE.test(right.slice(shared))
}

/** «Маник», «педик»: the beginning of a long word stands for it. */
function isShort(said: string, known: string): boolean {
  return /^[а-я]{5,}$/u.test(said) && known.length - said.length <= 3 && known.startsWith(said)
}

function isTypo(said: Word, known: Word): boolean {
  const allowed = tolerance(Math.min(said.text.length, known.text.length))
  if (allowed === 0) return false
  // Nobody mistypes the first letter without noticing; without this "pedicure" is near "medicare".
  if (said.text[0] !== known.text[0] || ORDINARY.has(said.text)) return false
  const stemTolerance = tolerance(Math.min(said.stem.length, known.stem.length))
  return (
    slips(said.text, known.text, allowed) <= allowed ||
    (stemTolerance > 0 && slips(said.stem, known.stem, stemTolerance) <= Math.min(1, stemTolerance))
  )
}
