import type { LlmPart } from '../contract/index.ts'

/** Longer answers than this are no conversation. */
const MAX_ANSWER = 4_000

/** How an answer names a file of the business. */
const FILE = /[^\S\n]*\[([^\]\n]*)\]\(file:([^)\s]*)\)/g

const joined = (parts: readonly LlmPart[]) => parts.map(part => (part.type === 'text' ? part.text : '')).join('')

/** The ids of the files that an answer names. */
export function filesIn(parts: readonly LlmPart[]): readonly string[] {
  return [...new Set([...joined(parts).matchAll(FILE)].map(([, , id = '']) => id))]
}

/** The words of an answer, as a client can read them: of a file that is all of it, its name. */
export function textOf(parts: readonly LlmPart[]): string {
  const said = joined(parts)
  const words = said.replace(FILE, '')
  return (
    (words.trim() === '' ? said.replace(FILE, '$1') : words)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .trim()
      .slice(0, MAX_ANSWER)
      .replace(/\p{Surrogate}/gu, '')
  )
}
