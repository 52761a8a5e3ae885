/** All that a plain sentence is written with; Unicode's own classes are a hundred times slower. */
const LETTERS = 'a-zа-я'
const BORDER = `(?:(?<![${LETTERS}0-9])(?=[${LETTERS}0-9])|(?<=[${LETTERS}0-9])(?![${LETTERS}0-9]))`

/**
 * An expression for plain sentences, in which `\b`, `\p{L}` and `\p{N}` hold for Russian and Latin letters and figures.
 */
export function words(source: string, flags = ''): RegExp {
  const inner = source.replaceAll('\\b', BORDER)
  const plain = inner.replace(/\[(?:\\.|[^\]\\])*\]|\\p\{[LN]\}/gu, part =>
    part.startsWith('[')
      ? part.replaceAll('\\p{L}', LETTERS).replaceAll('\\p{N}', '0-9')
      : part === '\\p{L}'
        ? `[${LETTERS}]`
        : '[0-9]',
  )
  return new RegExp(plain, flags)
}

/** A sentence in small letters, without markup, with one kind of each sign: what the patterns are written for. */
export function plainOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’‘`´]/gu, "'")
    .replace(/[*_~"«»“”„()[\]]/gu, ' ')
    .replace(/[‐‑−–—]/gu, '-')
    .replace(/[\u00a0\u202f\u2009]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Takes what a pattern finds out of a text and leaves as much room. */
export function masked(text: string, found: { index: number; length: number }): string {
  return text.slice(0, found.index) + ' '.repeat(found.length) + text.slice(found.index + found.length)
}
