import type { EmployeeItem } from '../../../../core/contract/index.ts'
import { slips } from '../language/distance.ts'
import { occurs, whole, words } from '../language/text.ts'
import { isGivenName, nameForms, nameWords } from './name-forms.ts'

/** Employees that a text names. */
export interface EmployeeReading {
  /** Several: the client means one of them, or "Lena or Olga" would both do. */
  ids: readonly string[]
  /** Those whom the client does not want. */
  excluded: readonly string[]
  /** The ids are people of one name, and it was not said which. */
  unclear: boolean
  /** "Anyone": alone, or beside a name as second best. */
  any: boolean
  /** "Somebody else". */
  another: boolean
  /** "With her again": whoever did it last. */
  same: boolean
  /** A name after "to" or "with" that nobody here has. */
  unknown?: string
}

const ANY = whole(
  "кто угодно|любо(?:й|му|го|м) (?:мастер\\p{L}*|специалист\\p{L}*|врач\\p{L}*)|(?:к |у )?любо(?:му|го)|любая|любой свободн\\p{L}+|кто(?: там)?(?: будет)? свобод\\p{L}+|к кому(?: угодно|-нибудь| нибудь| попало)|не ?важно (?:к кому|кто|у кого)|без разницы (?:к кому|кто|у кого)|все равно (?:к кому|кто|у кого)|мастер не ?важен|any(?:one|body)(?! (?:there|here|who|that|else|speaks?|knows?))|any (?:stylist|master|specialist|doctor|dentist|barber|therapist|technician|employee|of them)|whoever(?:'s| is)?(?: free| available)?|no preference|don't mind who|doesn't matter who",
)
const ANY_ANSWER = whole(
  "не ?важно|без разницы|все равно|любой|любого|любая|не принципиально|doesn't matter|don't care|don't mind|any|either|whatever|not important",
)
const ANOTHER = whole(
  '(?:к |у )?друго(?:й|му|го|м) (?:мастер\\p{L}*|специалист\\p{L}*|врач\\p{L}*)|кто-нибудь другой|(?:another|different|other) (?:stylist|master|specialist|doctor|barber|therapist|person)|someone else|somebody else',
)
const SAME = whole(
  '(?:к|у|с) (?:ней|нему|нее|него) же|(?:к|у) (?:тому|той|того) же(?: самому| самой)?(?: мастер\\p{L}*| специалист\\p{L}*| девушк\\p{L}*)?|тот же мастер|та же мастер|(?:with |to )?(?:the )?same (?:stylist|master|specialist|doctor|dentist|barber|therapist|person|lady|girl|guy)|(?:with )?(?:her|him) again',
)
const BEFORE_NAME = /(?:^|\s)(?:к|ко|у|с|мастер\p{L}*|with|by|see)\s+$/u

/** "Not with", "anyone but", "I don't want to go to" before a name; the same after it. */
const NOT_BEFORE_NAME =
  /(?:^|[\s,])(?:не|кроме|исключая|за исключением|помимо|not|except(?: for)?|anyone but|anybody but|apart from|other than|but not|без|without|не (?:хочу|надо|нужно|буду|запис\p{L}+)|(?:do not|don't|dont|won't) (?:want|like|book me|put me))(?:\s+(?:to|go|be|see|идти|попасть|записываться))*(?:\s+(?:к|ко|у|с|мастер\p{L}*|with|by|to|see))?\s+$/u
const NOT_AFTER_NAME = /^\s*,?\s*(?:я )?не (?:хочу|надо|нужно|пойду|подходит)/u
const ACCEPTED_AFTER_NAME =
  /^\s*,?\s*(?:is|would be|will be|works|sounds|подойд[её]т|подходит|устроит)(?:\s+(?:also|too|then|just))?(?:\s+(?:fine|ok|okay|good|great|perfect|lovely|best|better))?/u
const AND_NAME = /^\s*(?:,|и|или|ни|and|or|nor)\s+(?:(?:к|ко|у|с|with|by)\s+)?$/u

/** People prepared for understanding: every form of each one's name. */
export type KnownEmployees = readonly { id: string; forms: ReadonlySet<string> }[]

/** Prepares the list of people; made once and used for many texts. */
export function knowEmployees(employees: readonly EmployeeItem[]): KnownEmployees {
  return employees.map(employee => ({ id: employee.id, forms: formsOf(employee) }))
}

/** Finds the employees that a normalised text names, in any form of the name. `asked`: the question was who. */
export function readEmployees(text: string, known: KnownEmployees, asked = false): EmployeeReading {
  const said = words(text)
  const ids: string[] = []
  let unclear = false
  const places = new Map<string, number[]>()
  for (const { id, forms } of known) {
    const hits = said.flatMap((word, place) =>
      isForm(word.text, forms, BEFORE_NAME.test(text.slice(0, word.start))) ? [place] : [],
    )
    if (hits.length > 0) places.set(id, hits)
  }
  const taken = new Set<number>()
  const ranked = [...places].sort(([, a], [, b]) => b.length - a.length)
  for (const [id, hits] of ranked) {
    const rivals = ranked.filter(
      ([other, otherHits]) =>
        other !== id && otherHits.length === hits.length && otherHits.some(place => hits.includes(place)),
    )
    if (hits.some(place => taken.has(place)) && !ids.some(other => rivals.some(([rival]) => rival === other))) continue
    if (rivals.length > 0) unclear = true
    ids.push(id)
    for (const place of hits) taken.add(place)
  }
  const unknown = said.find(
    (word, place) =>
      !taken.has(place) &&
      isGivenName(word.text) &&
      BEFORE_NAME.test(text.slice(0, word.start)) &&
      !NOT_BEFORE_NAME.test(text.slice(0, word.start)),
  )
  const unwanted = new Set<number>()
  for (const place of [...taken].sort((a, b) => a - b)) {
    const word = said[place]
    const previous = [...unwanted].map(other => said[other]).at(-1)
    if (word === undefined) continue
    const isListed = previous !== undefined && AND_NAME.test(text.slice(previous.end, word.start))
    const isWholeName = previous !== undefined && text.slice(previous.end, word.start).trim() === ''
    if (
      isListed ||
      isWholeName ||
      NOT_BEFORE_NAME.test(text.slice(0, word.start)) ||
      NOT_AFTER_NAME.test(text.slice(word.end))
    )
      unwanted.add(place)
  }
  const isSame = occurs(SAME, text)
  const excluded = ids.filter(id => places.get(id)?.some(place => unwanted.has(place)))
  const wanted = ids.filter(id => !excluded.includes(id))
  return {
    ids: wanted,
    excluded,
    unclear: unclear && wanted.length > 1,
    any: occurs(ANY, text) || (asked && occurs(ANY_ANSWER, text)),
    another: occurs(ANOTHER, text),
    same: isSame,
    ...(unknown === undefined || ids.length > 0 || isSame ? {} : { unknown: unknown.text }),
  }
}

/** Whether the text points at a person of the business by this name, rather than tells the client's own: "with Elena", "Elena is fine". */
export function isPointedAt(text: string, name: string, known: KnownEmployees): boolean {
  const said = words(name)
  if (!said.some(word => known.some(({ forms }) => forms.has(word.text)))) return false
  const start = text.indexOf(name)
  const [before, after] = [text.slice(0, start), text.slice(start + name.length)]
  return (
    BEFORE_NAME.test(before) ||
    /(?:^|\s)(?:to|make (?:it|that)|prefer|rather|choose|pick)\s+$/u.test(before) ||
    ACCEPTED_AFTER_NAME.test(after)
  )
}

function formsOf(employee: EmployeeItem): ReadonlySet<string> {
  return new Set(
    [employee.name, ...(employee.synonyms ?? [])].flatMap(name =>
      nameWords(name).flatMap(word => [...nameForms(word)]),
    ),
  )
}

/** Typos only after "to" or "with": elsewhere an ordinary word may be one slip from a name. */
function isForm(word: string, forms: ReadonlySet<string>, isPointedAt: boolean): boolean {
  if (forms.has(word)) return true
  return isPointedAt && word.length >= 5 && [...forms].some(form => form.length >= 5 && slips(word, form, 1) <= 1)
}
