import type { LlmPart } from '../contract/index.ts'

/** Longer answers than this are no conversation. */
const MAX_ANSWER = 4_000

/** The words of an answer, as a client can read them. */
export function textOf(parts: readonly LlmPart[]): string {
  return (
    parts
      .map(part => (part.type === 'text' ? part.text : ''))
      .join('')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .trim()
      .slice(0, MAX_ANSWER)
      .replace(/\p{Surrogate}/gu, '')
  )
}
