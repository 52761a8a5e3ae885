import type { DeedKind } from './deed.ts'
import { isOpeningHours, readFacts } from './facts.ts'
import { asksOtherwise, isCondition, isGeneral, isHearsay, isOffer, isReported } from './harmless.ts'
import { words } from './plain.ts'
import { withFigures } from './spoken-numbers.ts'

/** The client, or the visit itself. */
const CLIENT = words(
  String.raw`\b(?:вы|вас|вам|вами|ваш\p{L}*|ты|тебя|тебе|тво[йеяию]\p{L}*|\p{L}{2,}(?:ите|йте)(?:сь)?|you|your|yours|you're|you've|you'll|please|bring|wear)\b`,
)
const VISIT = words(
  String.raw`\b(?:запис(?:ь|и|ью|ей)|записан\p{L}*|визит\p{L}*|прием(?:а|у|ом)?|брон(?:ь|и|ью|ей)|бронирован\p{L}+|сеанс\p{L}*|встреч[аиуе]\p{L}*|посещени\p{L}+|окошк\p{L}+|окно|слот\p{L}*|местечк\p{L}+|appointments?|bookings?|visits?|reservations?|sessions?|slots?)\b`,
)
/** Somebody comes, somebody waits. */
const COMING = words(
  String.raw`\b(?:жд(?:ем|ет|ут|у)|встре(?:тим|тит|чаем|чает)\p{L}*|увидим\p{L}*|приход\p{L}+|прид\p{L}+|приез\p{L}+|приед\p{L}+|подход\p{L}+|подъез\p{L}+|до (?:скорого|встречи)|начинаем|начнем|we start|see|meet|expect\p{L}*|await\p{L}*|waits?|waiting|come|comes|coming|arrive|be here|be there)\b`,
)
/** What the desk asks for, or does next: nothing of it has come about. */
const NEXT_STEP = words(
  String.raw`\b(?:на|под|с|у|за|пере|рас|от|вы|при|про|по|со)?(?:пиш|звон|каж|точн|верю|веря|верим|зна(?:ю|ем)\b|вет[иь]|веч[уа]|шл[юеи]|мотр|глян|помни[мт]|общ(?:у|им|ите)|дума|хвата|реши(?:те|м)|решу|дам|дад|правл|правьт|правим|бер|бир|жм|жат|говор)\p{L}*|\b\p{L}+ть(?:ся)? (?:вас|вам|визит|запис\p{L}+|брон\p{L}+)\b|\bлист\p{L}* ожидания\b|\bназов\p{L}+ (?:\p{L}+ )?(?:имя|номер|телефон|день|дату|время|час)|\bузна\p{L}+|\bзаявк\p{L}+|\bжд(?:у|ем) (?:от )?(?:вас |вашего )`,
)
const NEXT_STEP_EN = words(
  String.raw`\b(?:check\p{L}*|look\p{L}*(?! forward)|ask(?:ing)?|tell|write|call(?! off)|ring|text|reply|answer|remind(?! yourself)|let (?:you|me|us)|get back|send|give (?:me|us)|press|tap|click|say|decide|find out|confirm(?! that)|wait\p{L}* for (?:your|the)|requests?|writing|see (?:what|if|whether)|think\p{L}*|waiting list|i'll (?!see|be))\b`,
)
/** What the house does whoever comes, and what it costs. */
const HOUSE = words(
  String.raw`\b(?:работа(?:ет|ем|ют)|открыт\p{L}*|закрыт\p{L}*\b(?! (?:за|под|для) (?:вас|вами))|на смене|выходит|is in|график работы|часы|режим|(?<!имя )(?<!вас )стоит|стоимость услуги|длится|занимает|просим|берем|обойдется|скидк\p{L}+|акци\p{L}+|сертификат\p{L}*|парков\p{L}+|адрес|чуж\p{L}+|последн\p{L}+ (?:прием|клиент|запись|визит|сеанс)|есть (?:\p{L}+ )?(?:окн|окош|мест|слот|время)\p{L}*|накануне|за (?:день|час|сутки|\d+)|hours|open|opens|closed?|works?|costs?|lasts?|charge|charges|discount|voucher|parking|address|there(?:'s| is| are) (?:an? )?(?:\p{L}+ )?(?:slots?|gaps?|openings?|room|space|places?)|last (?:client|visit|appointment)|the day before|takes (?:an?|\d+)|\d+ minutes)\b`,
)
const FAILED = words(
  String.raw`\b(?:занят[оаы]?|ушл[оаи](?! вам)|перехват\p{L}+|разобра\p{L}+|расписан\p{L}*|забит\p{L}* под|не удал\p{L}+|failed|fell through|refused|rejected|gone|went to (?!you)|taken(?! by you| care)|packed|snapped up|full|ill|away|on leave|off sick|on holiday)\b`,
)
/** Why something was done says nothing of what was done. */
const REASON = words(
  String.raw`^(?:раз|так как|поскольку|since|as|жаль|извините|простите|спасибо за терпение|sorry|thanks for your patience)\b[^,]*(?:, что[^,]*)?,`,
)
/** Which of two is meant: denies what is named after it and nothing else. */
const CONTRAST = words(
  String.raw`(?:,| и)\s(?:а не|(?:не|not)(?= (?:в |на |on |the )?(?:пон|втор|сред|чет|пят|суб|вос|mon|tue|wed|thu|fri|sat|sun|\d)))\s[^,.;]+|\b(?:вместо|instead of|rather than)\s(?:\p{L}+\s)?[^\s,]+(?:\s\d+\S*)?`,
  'g',
)
const DENIAL = words(
  String.raw`\b(?:не|нет|ни|нельзя|нечего|no|not|never|nothing|nobody(?! else)|none|without|без|neither|nor|cannot|\p{L}+n't)\b`,
)
/** A denial that is a deed: there was a visit, and there is none now. */
const GONE = words(
  String.raw`\b(?:больше (?:не|нет)|уже не|не состо\p{L}+|недействит\p{L}+|в отмене|no longer|any ?more|not happening|null and void|not expecting you|out of the (?:diary|book|calendar|schedule|list)|(?:is|are|was|were|has been) (?:off(?! (?:peak|season|to|on))|history|void|dead))\b`,
)
const PAST_SELF = words(
  String.raw`\b(?!(?:понял|посмотре|глянул|провери|увиде|узнал|уточни|спроси|переда|услыш|нашл|наш[ее]л|подобра|подготов|ответи|сказа|писа|написа|предупред|рад|был|жда|помог|хоте|мог|показа|посчита)\p{L}*\b)\p{L}{3,}(?:ла|л|ли)\b`,
)
const SCHEDULE = words(
  String.raw`\b(?:график\p{L}*|журнал\p{L}*|расписани\p{L}+|календар\p{L}+|списк\p{L}+|diary|calendar|schedule|planner|sheet|books?|list)\b`,
)
const WITH_SOMEBODY = words(String.raw`\b(?:(?:к|у) (?!вас|нас|меня|тебя)|with )\p{L}+\b`)
const DID_EN = words(
  String.raw`\b(?:i|we)(?:'ve| have)?(?: just| now| already)? (?!(?:asked|told|heard|understood|looked|checked|noted|missed|liked|loved|passed|found|sent|need|see|love|adore|hear|understand|know)\b)\p{L}+ (?:you|your name)\b`,
)
const DONE = words(
  String.raw`\b(?:дело (?:в шляпе|сделано)|в (?:ажуре|лучшем виде|полном порядке)|(?:все|вопрос|просьба|пожелание|задача|это)(?: уже| ваша?e?)*\s(?:ула[жд]\p{L}+|устро\p{L}+|решен\p{L}*|исполнен\p{L}*|выполнен\p{L}*|сделан\p{L}*|закрыт\p{L}*|организ\p{L}+)|ваш\p{L}* (?:просьба|пожелание|поручение) (?:исполнен|выполнен|учтен)\p{L}*|in the bag|settled|accomplished|(?:all|everything|it's all|that's) (?:arranged|sorted|set|settled|taken care of|fixed|done)|that's that|carried out|been granted|done and dusted)\b`,
)

const KINDS: readonly (readonly [DeedKind, RegExp])[] = [
  [
    'cancelled',
    words(
      String.raw`\b(?:отмен\p{L}+|аннулир\p{L}+|снят\p{L}*|снял\p{L}*|сним\p{L}+|удал[ие]\p{L}+|ст[ео]р\p{L}+|скинул\p{L}*|выписал\p{L}*|погаш\p{L}+|ликвид\p{L}+|освобо\p{L}+(?! (?:для вас|вам))|отозва\p{L}+|из (?:\p{L}+ )?(?:графика|журнала|расписания|списка|календаря)|вычерк\p{L}+|убра\p{L}+|cancel\p{L}*|removed|wiped|deleted|crossed|struck|scrapped|axed|pulled|erased|crossed out|withdr\p{L}+|voided|dropped|scrubbed|scratched|released|(?:from|off|out of) the (?:list|diary|books?|calendar|schedule|sheet)|(?:slot|spot|place) (?:back|go|up again))\b`,
    ),
  ],
  [
    'moved',
    words(
      String.raw`\b(?:пере(?:нес|нос|дви|став|кин|брос|вес|е[хз]|тащ|оформ|пис[аы]|мес|бил|би[лт])\p{L}*|сдви\p{L}+|подви\p{L}+|отодви\p{L}+|смести\p{L}+|поменял\p{L}*|исправлен\p{L}*|обновлен\p{L}*|с этого момента|вместо|moved|switched|swapped|bumped|nudged|slid|pushed|shifted|flipped|traded|rearranged|redid|changed|rescheduled|rescheduling|corrected|updated|new home|(?:from|as of) now|instead of|(?:put|brought) .*\b(?:back|forward))\b`,
    ),
  ],
]

/** The client's visit as something that there is. */
const YOUR_VISIT = words(
  String.raw`\bваш[аеу]? (?:запись|визит|бронь|место|время|окошко|слот)\b(?! (?:пожелан|имя|телефон))|\b(?:место|время|слот|бронь) (?:за вами|ваш[ае]?)\b|\byour (?:booking|appointment|visit|reservation|slot|spot|place|seat) (?:is|stays|remains)\b`,
)
/** What is said of a sentence beside it. */
interface Beside {
  /** It names an employee or the client, so that it needs no "you". */
  namesClient: boolean
  namesEmployee: boolean
}

function isExcused(plain: string): boolean {
  return (
    isOffer(plain) ||
    isCondition(plain) ||
    isGeneral(plain) ||
    isReported(plain) ||
    isHearsay(plain) ||
    isOpeningHours(plain) ||
    isNextStep(plain) ||
    [HOUSE, FAILED].some(pattern => pattern.test(plain))
  )
}

/** Whether something in a sentence keeps what it names from being the desk's word. */
export function isHeldBack(sentence: string): boolean {
  const rest = withFigures(sentence).replace(REASON, ' ').replace(CONTRAST, ' ')
  return isExcused(rest) || DENIAL.test(rest)
}

/** Whether the desk asks for something, or goes and looks. */
export function isNextStep(plain: string): boolean {
  return NEXT_STEP.test(plain) || NEXT_STEP_EN.test(plain)
}

/** The sentence without a question about something else at its end; undefined when it is a question itself. */
function told(plain: string): string | undefined {
  if (!plain.endsWith('?')) return plain
  const comma = plain.lastIndexOf(',')
  return comma > 0 && asksOtherwise(plain.slice(comma + 1)) ? plain.slice(0, comma) : undefined
}

/** Of which kind a deed is that has no known word. */
export const kindOf = (plain: string): DeedKind => KINDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'booked'

/** Without a first clause about the house: "there's parking, and you are in the diary for Friday". */
function withoutAside(plain: string): string {
  const comma = plain.indexOf(',')
  const first = plain.slice(0, comma)
  return comma > 0 && HOUSE.test(first) && readFacts(first).moments.length === 0 ? plain.slice(comma + 1) : plain
}

/**
 * What a sentence says of the client's visit without any word that is known for it. The desk's word counts: a day or a time
 * beside the client or the visit is a promise, unless it is asked, offered, denied, conditioned, reported or a rule of the house.
 */
export function impliedKind(sentence: string, beside: Beside): DeedKind | undefined {
  const said = told(sentence)
  if (said === undefined) return undefined
  const plain = withoutAside(withFigures(said).replace(REASON, ' '))
  const isAbout = beside.namesClient || [CLIENT, VISIT, COMING, SCHEDULE].some(pattern => pattern.test(plain))
  const rest = plain.replace(CONTRAST, ' ')
  if (isExcused(rest)) return undefined
  if (isAbout && GONE.test(rest)) return 'cancelled'
  if (DENIAL.test(rest)) return undefined
  const { moments } = readFacts(plain)
  if (isAbout && moments.length > 0) return kindOf(plain)
  if (YOUR_VISIT.test(plain)) return kindOf(plain)
  const isPlaced = beside.namesEmployee || [VISIT, SCHEDULE, WITH_SOMEBODY].some(pattern => pattern.test(plain))
  const isDeed = (CLIENT.test(plain) && PAST_SELF.test(plain)) || DID_EN.test(plain)
  if (isDeed && isPlaced) return kindOf(plain)
  return DONE.test(plain) ? 'done' : undefined
}
