import { stem } from './stem.ts'

/** One word of what a client wrote, lower case, with its place in the normalised text. */
export interface Word {
  text: string
  stem: string
  start: number
  end: number
}

const LONGEST_TEXT = 1500

/** The same text in one spelling: NFC, lower case, `е` for `ё`, plain quotes and dashes, single blanks. */
export function normalise(text: string): string {
  return tidy(text).toLowerCase().replaceAll('ё', 'е')
}

/** One spelling of quotes, dashes and blanks; letters keep their case, so places agree with `normalise`. */
export function tidy(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/[‘’ʼ`´]|(?<=\p{L})["“”](?=\p{L})/gu, "'")
    .replace(/[–—−‑]/g, '-')
    .trim()
}

/** The words of a normalised text. `men's` is `men`, `25-го` is one word. */
export function words(normalised: string): Word[] {
  const found: Word[] = []
  for (const match of normalised.matchAll(/[\p{L}\p{N}]+(?:['][\p{L}]+|-(?:го|е|ое|му|м))?/gu)) {
    const text = match[0].replace(/'[a-z]+$/u, '')
    found.push({ text, stem: stem(text), start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** A pattern of whole words; `\b` knows no Cyrillic. A blank in the source stands for any blank. */
export function whole(source: string): RegExp {
  const pattern = source.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+')
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu')
}

/** Whether a pattern of `whole` occurs; such patterns are global and remember their last place. */
export function occurs(pattern: RegExp, text: string): boolean {
  return text.search(pattern) >= 0
}

/** Takes out what was understood, so that nobody reads it twice; places stay the same. */
export function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\u00b7'.repeat(end - start) + text.slice(end)
}
