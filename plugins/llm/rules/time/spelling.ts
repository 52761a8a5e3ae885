import { slips } from '../language/distance.ts'
import { MENDED_WORDS, UNMENDED_WORDS } from './words.ts'

/** Long numerals, whose first letter is misspelled as it is heard. */
const NUMERALS: readonly string[] = [
  'одиннадцать',
  'двенадцать',
  'тринадцать',
  'четырнадцать',
  'пятнадцать',
  'шестнадцать',
  'семнадцать',
  'восемнадцать',
  'девятнадцать',
  'двадцать',
  'тридцать',
]

/** The text with mistyped words of time as they should be. */
export function mend(text: string): string {
  return text.replace(/[\p{L}]{6,}/gu, word => {
    if (word.endsWith('дцать')) return numeral(word)
    if (MENDED_WORDS.includes(word) || UNMENDED_WORDS.includes(word)) return word
    const allowed = word.length >= 10 ? 2 : 1
    const candidates = MENDED_WORDS.filter(known => known[0] === word[0] && slips(word, known, allowed) <= allowed)
    const [first] = candidates.sort((a, b) => slips(word, a, allowed) - slips(word, b, allowed))
    return first ?? word
  })
}

/** A numeral that is misspelled as it is heard, unless it may be two of them. */
function numeral(word: string): string {
  if (NUMERALS.includes(word)) return word
  const heard = sounded(word)
  const [best, ...others] = NUMERALS.filter(known => slips(heard, sounded(known), 1) <= 1)
  return best !== undefined && others.length === 0 ? best : word
}

/** Unstressed vowels sound alike, and a double letter like a single one. */
function sounded(word: string): string {
  return word
    .replaceAll('о', 'а')
    .replace(/[ея]/gu, 'и')
    .replace(/(\p{L})\1/gu, '$1')
}
