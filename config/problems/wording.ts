import type { Problem } from '../finding.ts'
import { nearest } from '../nearest.ts'

/** What stops the start. */
export const error = (code: string, message: string, hint?: string): Problem => ({
  code: `AIADMIN_${code}`,
  severity: 'error',
  message,
  ...(hint ? { hint } : {}),
})

/** What the operator should know, but stops nothing. */
export const warning = (code: string, message: string, hint?: string): Problem => ({
  ...error(code, message, hint),
  severity: 'warning',
})

/** `did you mean X?`, else the whole choice when it is short enough to be read. */
export function suggest(word: string, known: readonly string[], noun: string): string | undefined {
  return suggestOne(nearest(word, known), known, noun)
}

/** The same where the nearest word was looked for elsewhere. */
export function suggestOne(meant: string | undefined, known: readonly string[], noun: string): string | undefined {
  if (meant !== undefined) return `did you mean ${meant}?`
  // Every fact can be negated; naming each of them twice helps nobody.
  const listed = known.filter(name => !name.startsWith('not '))
  return listed.length > 0 && listed.length <= 20 ? `possible ${noun}: ${listed.join(', ')}` : undefined
}
