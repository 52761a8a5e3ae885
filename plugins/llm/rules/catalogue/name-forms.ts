import { normalise, words } from '../language/text.ts'
import { ENGLISH_NAMES } from './english-names.ts'
import { SAME_NAMES } from './given-names.ts'

const NAME_GROUPS: readonly (readonly string[])[] = [...SAME_NAMES, ...ENGLISH_NAMES].map(group => group.split(' '))
const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

/** Every way in which one word of a person's name may be said: short forms, cases, and Latin letters. */
export function nameForms(name: string): Set<string> {
  const plain = normalise(name)
  const same = NAME_GROUPS.filter(group => group[0] === plain || (group.includes(plain) && isShortForm(plain)))
  const nominatives = new Set([plain, ...same.flat()])
  const forms = new Set<string>()
  for (const nominative of nominatives) {
    forms.add(nominative)
    if (/[а-я]/u.test(nominative)) {
      for (const form of cases(nominative)) forms.add(form)
      forms.add([...nominative].map(letter => LATIN[letter] ?? letter).join(''))
    }
  }
  return forms
}

/** Whether a word is a given name that we know, in any of its forms. */
export function isGivenName(word: string): boolean {
  return GIVEN_FORMS.has(word)
}

/** The words of a person's name, without initials. */
export function nameWords(name: string): string[] {
  return words(normalise(name))
    .map(word => word.text)
    .filter(word => word.length > 1)
}

/** A short form stands for its full names, but a full name is never another one: Лена is Елена; Елена is no Алена. */
function isShortForm(name: string): boolean {
  return !NAME_GROUPS.some(group => group[0] === name)
}

function cases(name: string): string[] {
  const base = name.slice(0, -1)
  if (name.endsWith('ия')) return endings(name.slice(0, -1), ['я', 'и', 'ю', 'ей', 'е'])
  if (name.endsWith('а')) return endings(base, ['а', 'ы', 'и', 'е', 'у', 'ой', 'ою'])
  if (name.endsWith('я')) return endings(base, ['я', 'и', 'е', 'ю', 'ей', 'ею', 'ье'])
  if (name.endsWith('й')) return endings(base, ['й', 'я', 'ю', 'ем', 'е', 'и'])
  if (name.endsWith('овь')) return endings(base, ['ь', 'и', 'ью'])
  if (name.endsWith('ь')) return endings(base, ['ь', 'и', 'ю', 'я', 'ем', 'ью'])
  if (name === 'павел' || name === 'лев') return endings(name === 'лев' ? 'льв' : 'павл', ['а', 'у', 'ом', 'е'])
  return endings(name, ['', 'а', 'у', 'ом', 'ем', 'е', 'ым'])
}

function endings(base: string, list: readonly string[]): string[] {
  return list.map(ending => base + ending)
}

const GIVEN_FORMS: ReadonlySet<string> = new Set(
  NAME_GROUPS.flat().flatMap(name => (/[а-я]/u.test(name) ? cases(name) : [name])),
)
