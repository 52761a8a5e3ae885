import type { DeedKind } from './deed.ts'
import { words } from './plain.ts'
import { contrasts, type Standing } from './standing.ts'

/** The client, or the visit itself. */
const CLIENT = words(
  String.raw`\b(?:вы|вас|вам|вами|ваш\p{L}*|ты|тебя|тебе|тво[йеяию]\p{L}*|\p{L}{2,}(?:ите|йте)(?:сь)?|you|your|yours|you're|you've|you'll|please|bring|wear)\b`,
)
const VISIT = words(
  String.raw`\b(?:запис(?:ь|и|ью|ей)|записан\p{L}*|визит\p{L}*|прием(?:а|у|ом)?|брон(?:ь|и|ью|ей)|бронирован\p{L}+|сеанс\p{L}*|встреч[аиуе]\p{L}*|посещени\p{L}+|окошк\p{L}+|окно|слот\p{L}*|местечк\p{L}+|appointments?|bookings?|visits?|reservations?|sessions?|slots?)\b`,
)
/** Somebody comes, somebody waits. */
const COMING = words(
  String.raw`\b(?:жд(?:ем|ет|ут|у)|встре(?:тим|тит|чаем|чает)\p{L}*|увидим\p{L}*|приход\p{L}+|прид\p{L}+|приез\p{L}+|приед\p{L}+|подход\p{L}+|подъез\p{L}+|до (?:скорого|встречи)|идете|начинаем|начнем|we start|see|meet|expect\p{L}*|await\p{L}*|waits?|waiting|come|comes|coming|arrive|be here|be there)\b`,
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
      String.raw`\b(?:пере(?!д(?:\b|а[лмдю])|зв|жи|ры|чи|чн)\p{L}+|уех\p{L}+|сдви\p{L}+|подви\p{L}+|отодви\p{L}+|смести\p{L}+|поменял\p{L}*|исправлен\p{L}*|обновлен\p{L}*|с этого момента|поменян\p{L}*|нов(?:ая|ую) дат\p{L}+|moved|amended|altered|shuffled|reassign\p{L}+|new date|(?:visit|appointment|booking) (?:now|(?:\p{L}+ ){1,2}to(?! the (?:calendar|schedule|diary|book)))|switched|swapped|bumped|nudged|slid|pushed|shifted|flipped|traded|rearranged|redid|changed|rescheduled|rescheduling|corrected|updated|new home|(?:from|as of) now|(?:put|brought) .*\b(?:back|forward))\b`,
    ),
  ],
]

/** The client's visit as something that there is. */
const YOUR_VISIT = words(
  String.raw`\bваш[аеу]? (?:запись|визит|бронь|место|время|окошко|слот)\b(?! (?:пожелан|имя|телефон))|\b(?:место|время|слот|бронь) (?:за вами|ваш[ае]?)\b|\byour (?:booking|appointment|visit|reservation|slot|spot|place|seat) (?:is|stays|remains)\b|\b(?:takes?|gets?|has) your (?:place|spot|slot)\b`,
)
/** What is said of a sentence beside it. */
interface Beside {
  /** It names an employee or the client, so that it needs no "you". */
  namesClient: boolean
  namesEmployee: boolean
}

/** Of which kind a deed is that has no known word. */
export const kindOf = (plain: string): DeedKind =>
  KINDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? (contrasts(plain) ? 'moved' : 'booked')

/**
 * What the desk's own words say of the client's visit without any word that is known for it. They count: a day or a time beside
 * the client or the visit is a promise.
 */
export function impliedKind(plain: string, { own, isGone, moments }: Standing, beside: Beside): DeedKind | undefined {
  const isAbout = beside.namesClient || [CLIENT, VISIT, COMING, SCHEDULE].some(pattern => pattern.test(own))
  if (isAbout && isGone) return new Set(moments.map(({ isOld }) => isOld)).size > 1 ? 'moved' : 'cancelled'
  if ((isAbout && moments.length > 0) || YOUR_VISIT.test(own)) return kindOf(plain)
  const isPlaced = beside.namesEmployee || [VISIT, SCHEDULE, WITH_SOMEBODY].some(pattern => pattern.test(own))
  const isDeed = (CLIENT.test(own) && PAST_SELF.test(own)) || DID_EN.test(own)
  if (isDeed && isPlaced) return kindOf(plain)
  return DONE.test(own) ? 'done' : undefined
}

/** Whether the desk's own words say that somebody comes or waits, without saying when. */
export function isInvitation({ own, moments }: Standing): boolean {
  return moments.length === 0 && COMING.test(own)
}
