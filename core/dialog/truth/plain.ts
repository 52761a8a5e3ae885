/** All that a plain sentence is written with; Unicode's own classes are a hundred times slower. */
const LETTERS = 'a-zа-я'
const LETTER = `[${LETTERS}0-9]`
const BEGIN = `(?<!${LETTER})(?=${LETTER})`
const END = `(?<=${LETTER})(?!${LETTER})`
/** At the start of an alternative `\b` can only begin a word, before the end of one it can only end it: half of the work. */
const BORDERS = /(?<=^|[(|:=!\s])(\\b)(?![\s)|]|$)|(\\b)(?=$|[\s)|]|\\s)|\\b/gu

/**
 * An expression for plain sentences, in which `\b`, `\p{L}` and `\p{N}` hold for Russian and Latin letters and figures.
 */
export function words(source: string, flags = ''): RegExp {
  const inner = source.replace(BORDERS, (_, begin?: string, end?: string) =>
    begin !== undefined ? BEGIN : end !== undefined ? END : `(?:${BEGIN}|${END})`,
  )
  const plain = inner.replace(/\[(?:\\.|[^\]\\])*\]|\\p\{[LN]\}/gu, part =>
    part.startsWith('[')
      ? part.replaceAll('\\p{L}', LETTERS).replaceAll('\\p{N}', '0-9')
      : part === '\\p{L}'
        ? `[${LETTERS}]`
        : '[0-9]',
  )
  return new RegExp(plain, flags)
}

/** Cyrillic letters that look like Latin ones, and these. */
const CYRILLIC = 'аеорсухвкмнті'
const LATIN = 'aeopcyxbkmhti'
const MIXED = /[a-zа-яі]*(?:[a-z][а-яі]|[а-яі][a-z])[a-zа-яі]*/gu

/** A word of two alphabets in the one that most of it is of. */
function unmixed(word: string): string {
  const isLatin = word.replace(/[^a-z]/gu, '').length * 2 >= word.length
  const [from, to] = isLatin ? [CYRILLIC, LATIN] : [LATIN, CYRILLIC]
  return [...word].map(letter => to[from.indexOf(letter)] ?? letter).join('')
}

/** A sentence in small letters, without markup, with one kind of each sign: what the patterns are written for. */
export function plainOf(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      // What cannot be seen splits no word, and neither does markup within one.
      .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu, '')
      .replace(/(?<=[a-zа-я])[*_~]+(?=[a-zа-я])/gu, '')
      .replace(MIXED, unmixed)
      .replace(/(?:\bno\.|№|#)\s*[a-z]?-?\d+/gu, ' ')
      // A clock face stands for the word before a time.
      .replace(/[\u{1f550}-\u{1f567}⏰⌚]/gu, ' at ')
      .replace(/[’‘`´]/gu, "'")
      .replace(/[*_~"«»“”„()[\]]/gu, ' ')
      .replace(/[‐‑−–—]/gu, '-')
      .replace(/[\u00a0\u202f\u2009]/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

/** Takes what a pattern finds out of a text and leaves as much room. */
export function masked(text: string, found: { index: number; length: number }): string {
  return text.slice(0, found.index) + ' '.repeat(found.length) + text.slice(found.index + found.length)
}
