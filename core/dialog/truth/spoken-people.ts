import { plainOf, words } from './plain.ts'

/** Whom and what a text may name. */
export interface NamesSource {
  /** Each employee with the forms of the name that clients use. */
  employees: readonly { name: string; forms: readonly string[] }[]
  /** The client, the business: names that are no employee's. */
  others: readonly string[]
  /** What the business sells. */
  services: readonly string[]
}

/** What the business sells and who does it, as it is looked for in sentences. */
export interface CatalogueNames {
  employees: readonly { name: string; words: readonly { first: string; pattern: RegExp }[] }[]
  /** A word of a service, in any of its forms. */
  services: RegExp | undefined
}

/** All names, as they are looked for in sentences. */
export interface Names extends CatalogueNames {
  others: readonly { word: string; pattern: RegExp }[]
}

const ENDINGS = '(?:а|я|ы|и|е|у|ю|ой|ей|ою|ею|ом|ем|ью|ия|ии|ию|ией|ь|й)?'

/** A name in any of its cases. */
function casesOf(word: string): string {
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
  if (!/\p{Script=Cyrillic}/u.test(word)) return `${literally(word)}(?:['’]s)?`
  const stem = word.replace(/(?:ия|ья|[аяйьоеы])$/u, '')
  return stem.length < 2 ? literally(word) : literally(stem) + ENDINGS
}

/** Makes the names of a catalogue ready to be looked for. */
export function catalogueNames({ employees, services }: Omit<NamesSource, 'others'>): CatalogueNames {
  const firstWords = (forms: readonly string[]) => [
    ...new Set(forms.flatMap(form => form.normalize('NFC').split(/\s+/u)[0] ?? [])),
  ]
  const stems = [...new Set(services.flatMap(name => plainOf(name).split(/[^\p{L}]+/u)))]
    .filter(word => word.length > 3)
    .map(word => word.slice(0, Math.max(4, word.length - 2)))
  return {
    employees: employees.map(({ name, forms }) => ({
      name,
      words: firstWords([name, ...forms])
        .filter(first => first.length > 1)
        .map(first => ({ first, pattern: new RegExp(`(?<!\\p{L})${casesOf(first)}(?!\\p{L})`, 'gu') })),
    })),
    services: stems.length === 0 ? undefined : words(String.raw`\b(?:${stems.join('|')})\p{L}*`, 'g'),
  }
}

/** Makes names that are no employee's ready to be looked for. */
export function otherNames(others: readonly string[]): Names['others'] {
  return others
    .flatMap(name => name.split(/\s+/u))
    .filter(word => word.length > 1)
    .map(word => ({ word, pattern: new RegExp(`^${casesOf(word)}$`, 'u') }))
}

/** Makes all names ready to be looked for. */
export function namesFrom({ others, ...source }: NamesSource): Names {
  return { ...catalogueNames(source), others: otherNames(others) }
}

const LEADING =
  /(?:^|[^\p{L}])(?:к|ко|у|с|со|мастер\p{L}*|специалист\p{L}*|стилист\p{L}*|барбер\p{L}*|врач\p{L}*|доктор\p{L}*|with|by|see|stylist|specialist|master|barber|therapist|employee|doctor)[\s:*_–—-]+$/iu
const FOLLOWING =
  /^[\s*_]*(?:\p{L}+\s+)?(?:жд[её]т|будет|примет|встретит|ожидает|сделает|will|is|'ll|looks|awaits|expects)/iu

/** After such a word a capital begins the name of an employee. */
const STRANGER =
  /(?<!\p{L})(?:(?:[Зз]апис\p{L}+|[Пп]ерен\p{L}+|вас|завтра|визит\p{L}*) к|[Мм]астер(?:у|а|ом)?:?|[Сс]пециалист(?:у|а|ом)?:?|(?:visit|appointment|booked|you|booking|time|haircut|manicure|pm|am|tomorrow|\d) with|[Ss]pecialist:?|[Ss]tylist:?|^[Ww]ith:) ([\p{Lu}][\p{Ll}]+)/gu
const NO_NAME =
  /^(?:нам|нему|ней|вам|любому|us|our|the|care|your|you|love|pleasure|a|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/iu

/** Which employees a sentence names, and how often it leads to a name that is nobody's here. */
export function readPeople(
  sentence: string,
  { employees, others }: Names,
): { named: readonly string[]; strangers: number } {
  const named = new Set<string>()
  let rest = sentence.normalize('NFC')
  for (const { name, words: forms } of employees)
    for (const { first, pattern } of forms)
      for (const { index, 0: whole } of rest.matchAll(pattern)) {
        const before = rest.slice(0, index)
        const after = rest.slice(index + whole.length)
        // A client may have an employee's name: then only what leads to it tells who is meant.
        const isClient = others.some(({ word }) => word === first)
        if (!isClient || LEADING.test(before) || FOLLOWING.test(after)) named.add(name)
        rest = before + ' '.repeat(whole.length) + after
      }
  const isKnown = (word: string) => NO_NAME.test(word) || others.some(({ pattern }) => pattern.test(word))
  const strangers = [...rest.matchAll(STRANGER)].filter(([, word = '']) => !isKnown(word)).length
  return { named: [...named], strangers }
}
