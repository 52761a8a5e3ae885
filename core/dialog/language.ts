import type { Locale } from '../contract/index.ts'

const LINK = /\S+@\S+|\bhttps?:\S+|\bwww\.\S+|(?<!\S)@\S+/giu

/** What Russians write in Latin letters, too. */
const SHARED = new Set(['ok', 'okay', 'okey', 'wow', 'pls', 'sms', 'vip', 'spa'])

/** Words that begin an English sentence; another word with a capital may be a name. */
const ENGLISH = new Set(
  (
    "hello hi hey thanks thank yes no not please good great sorry sure what when where who how can could would do is are i i'd i'm my " +
    'the a an book cancel change move another any tomorrow today tonight monday tuesday wednesday thursday friday saturday sunday'
  ).split(' '),
)

function isWeak(word: string): boolean {
  const lower = word.toLowerCase()
  return SHARED.has(lower) || (/^\p{Lu}/u.test(word) && !ENGLISH.has(lower))
}

/**
 * The language that a text is written in, when its letters tell; names and brands in the other alphabet do not count much.
 *
 * @param before the language of the conversation so far: "ok" or a name in Latin letters does not end a Russian one.
 */
export function languageOf(text: string, before?: Locale): Locale | undefined {
  const plain = text.replace(LINK, ' ')
  const cyrillic = plain.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = plain.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (cyrillic + latin < 2 || cyrillic === latin) return undefined
  if (cyrillic > latin) return 'ru'
  const words = plain.replaceAll('’', "'").match(/\p{L}[\p{L}'-]*/gu) ?? []
  return before === 'ru' && words.every(isWeak) ? undefined : 'en'
}

/** The desk's language for a BCP 47 tag that a channel reports. */
export function localeOfTag(tag: string | undefined): Locale | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0]
  if (!language) return undefined
  if (['ru', 'be', 'kk', 'ky', 'uk', 'tg', 'uz', 'hy', 'az'].includes(language)) return 'ru'
  return 'en'
}
