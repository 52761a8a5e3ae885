import { clausesOf } from './clauses.ts'
import { isOpeningHours, readFacts, type SpokenMoment } from './facts.ts'
import {
  asksOtherwise,
  conditionsDeed,
  isCommand,
  isCondition,
  isGeneral,
  isHearsay,
  isOffer,
  isReported,
} from './harmless.ts'
import { words } from './plain.ts'

/** What the desk asks for, or does next: nothing of it has come about. */
const NEXT_STEP = words(
  String.raw`\b(?:на|под|с|у|за|пере|рас|от|вы|при|про|по|со)?(?:пиш|звон|каж|(?<=у)точн|верю|веря|верим|зна(?:ю|ем)\b|вет[иь]|веч[уа]|(?<!на)шл[юеи]|с?мотр(?!ел)|глян|помни[мт]|общ(?:у|им|ите)|дума|хвата|реши(?:те|м)|решу|дам|дад|правл(?!яю|яем|ен)|правьт|правим|бер|бир|жм|жат|говор)\p{L}*|\b(?!ждать|видеть|встре|уведом|сообщ|порадовать|принять)\p{L}+ть(?:ся)? (?:вас|вам|визит|запис\p{L}+|брон\p{L}+)\b|\bлист\p{L}* ожидания\b|\bназов\p{L}+ (?:\p{L}+ )?(?:имя|номер|телефон|день|дату|время|час)|\bузна\p{L}+|\bзаявк\p{L}+|\bжд(?:у|ем) (?:от вас|вашего)\b`,
)
const NEXT_STEP_EN = words(
  String.raw`\b(?:check\p{L}*|look\p{L}*(?! forward| after)|ask(?:ing)?|tell|write|call(?! off)|ring|text|reply|(?<!my )answer|remind(?! yourself)|let (?:me|us|you know(?! that))|get back|send|give (?:me|us)|press|tap|click|say(?! we| you| that)|decide|find out|confirm(?! that)|wait\p{L}* for (?:your|the)|requests?|writing|see (?:what|if|whether)|think\p{L}*|waiting list|i'll (?!see|be)\p{L}+)\b`,
)
/** What the house does whoever comes, and what it costs. */
const HOUSE = words(
  String.raw`\b(?:работа(?:ет|ем|ют)|открыт\p{L}*|закрыт\p{L}*\b(?! (?:за|под|для) (?:вас|вами))|на смене|выходит|is in|график работы|часы|режим|(?<!имя )(?<!вас )стоит(?! за вами)|стоимость услуги|длится|занимает|просим|берем|обойдется|скидк\p{L}+|акци\p{L}+|сертификат\p{L}*|парков\p{L}+|адрес|чуж\p{L}+|последн\p{L}+ (?:прием|клиент|запись|визит|сеанс)|есть (?:\p{L}+ )?(?:окн|окош|мест|слот|время)\p{L}*|накануне|за (?:день|час|сутки|\d+)|hours|open|opens|closed?|works?|costs?|lasts?|charge|charges|discount|voucher|parking|address|there(?:'s| is| are) (?:an? )?(?:\p{L}+ )?(?:slots?|gaps?|openings?|room|space|places?)|last (?:client|visit|appointment)|the day before|takes (?:an?|\d+)|\d+ minutes)\b`,
)
const FAILED = words(
  String.raw`\b(?:занят[оаы]?|ушл[оаи](?! вам)|перехват\p{L}+|разобра\p{L}+|расписан[аоы]?\b|забит\p{L}* под|не удал\p{L}+|failed|fell through|refused|rejected|gone(?! through)|went to (?!you)|taken(?! by you| care| you)|packed|snapped up|full|ill|away|on leave|off sick|on holiday)\b`,
)
/** Why something was done says nothing of what was done. */
const REASON = words(
  String.raw`^(?:раз|так как|поскольку|since|as|жаль|извините|простите|спасибо за терпение|sorry|thanks for your patience)\b[^,]*(?:, что[^,]*)?,`,
)
/** Which of two is meant: denies what is named after it and nothing else. */
const CONTRAST = words(
  String.raw`(?:,| и)\s(?:а не|(?:не|not)(?= (?:в |на |on |the )?(?:пон|втор|сред|чет|пят|суб|вос|mon|tue|wed|thu|fri|sat|sun|\d)))\s[^,.;]+|\b(?:вместо|instead of|rather than)\s(?:(?:эт\p{L}+|the|this|last|next|your|on)\s)*[^\s,]+(?:\s\d+\S*)?`,
  'g',
)
const DENIAL = words(
  String.raw`\b(?:не|нет|ни|нельзя|нечего|no|not|never|nothing|nobody(?! else)|none|without|без|neither|nor|cannot|\p{L}+n't)\b`,
)
/** A denial that is a deed: there was a visit, and there is none now. */
const GONE = words(
  String.raw`\b(?:больше (?:не|нет)|уже не|не состо\p{L}+|недействит\p{L}+|в отмене|no longer|(?:is|are) no more|any ?more|not happening|null and void|not expecting you|out of the (?:diary|book|calendar|schedule|list)|(?:is|are|was|were|has been) (?:off(?! (?:peak|season|to|on))|history|void|dead|null|out))\b`,
)

/** What of a sentence is the desk's own word. */
export interface Standing {
  /** Empty when nothing is. */
  own: string
  moments: readonly SpokenMoment[]
  /** It says that there is no visit any more. */
  isGone: boolean
}

const NOTHING: Standing = { own: '', moments: [], isGone: false }

/** Whether the desk asks for something, or goes and looks. */
export function isNextStep(plain: string): boolean {
  return NEXT_STEP.test(plain) || NEXT_STEP_EN.test(plain)
}

/** Whether one time is set against another: "on Friday, not on Saturday". */
export const contrasts = (plain: string) => plain.search(CONTRAST) >= 0

/** The sentence without a question about something else at its end; undefined when it is a question itself. */
function told(plain: string): string | undefined {
  if (!plain.endsWith('?')) return plain
  const comma = plain.lastIndexOf(',')
  return comma > 0 && asksOtherwise(plain.slice(comma + 1)) ? plain.slice(0, comma) : undefined
}

const isTold = (clause: string) => isReported(clause) || isHearsay(clause)
const isHeld = (clause: string) => isOffer(clause) || isGeneral(clause) || isNextStep(clause)

/**
 * Takes from a plain sentence the clauses that deny or tell of the house, and what comes after a request. Nothing stands where
 * one of the others asks, offers, conditions or reports, or where only days and times are left.
 */
export function standingOf(plain: string, isFacts: (clause: string) => boolean): Standing {
  const said = told(plain)?.replace(REASON, ' ').replace(CONTRAST, ' ')
  if (said === undefined || isOpeningHours(said)) return NOTHING
  const clauses = clausesOf(said).map(({ text }) => text)
  const left = clauses.filter(text => GONE.test(text) || ![DENIAL, HOUSE, FAILED].some(pattern => pattern.test(text)))
  const isConditioned = left.some((text, index) => (index === 0 ? isCondition(text) : conditionsDeed(text)))
  if (
    isConditioned ||
    clauses.some(isTold) ||
    left.some(isHeld) ||
    ((left.length < clauses.length || said.length < plain.length) && left.every(isFacts))
  )
    return NOTHING
  const request = left.findIndex(isCommand)
  const own = left.slice(0, request < 0 ? left.length : request).join(', ')
  return { own, moments: readFacts(own).moments, isGone: GONE.test(own) }
}
