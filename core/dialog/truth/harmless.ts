import { words } from './plain.ts'

/** Sayings in which a "not" denies nothing. */
const IDIOMS = words(
  String.raw`\bне (?:волнуйтесь|переживайте|беспокойтесь|забудьте|опаздывайте|теряйтесь|вопрос|проблема|стоит благодарности|за что)\b|\bбез (?:проблем|вопросов)\b|\bнет проблем\b|\bno (?:problem|worries|trouble)\b|\b(?:don't|do not) (?:worry|forget|be late)\b|\bnot (?:a problem|at all)\b|\bwhy not\b|\bas before\b|\bесли что\b|\b(?:can't|cannot|can not) wait\b|^(?:\p{L}+,? )?(?:until|till)(?= (?:we meet|(?:this |next |the )?(?:mon|tue|wed|thu|fri|sat|sun)?\d|\p{L}+day|the \d|(?:mon|tue|wed|thu|fri|sat|sun)\b|tomorrow|then|january|february|march|april|may|june|july|august|september|october|november|december|\d)\b)|\bне дожд\p{L}+|^ну смотрите\b|^let's see,|\bближайш\p{L}+(?= (?:ваш\p{L}* )?(?:запис|визит|прием|понедельник|вторник|сред|четверг|пятниц|суббот|воскресень))|\bне \p{L}+йтесь\b|\bможете не \p{L}+ться\b|\bникому (?:\p{L}+ )?не \p{L}+|\bnobody(?: else)? (?:will |can )?(?=(?:will |can )?(?:takes?|gets?|has|have)\b)|\bnobody else\b|\bno need to worry\b`,
  'g',
)

/** Full, and not for this client. */
const FULL = words(
  String.raw`(?<!you're )(?<!you are )\b(?:fully|completely|totally|almost|nearly|mostly) (?:booked|reserved)(?: up| out)?\b|\bbooked (?:up|out|solid)\b|\b(?:over|double)-?booked\b|\b(?:we're|we are|team is) all booked\b|(?<!you're )(?<!you are )(?<!i've )(?<!i have )\balready (?:booked|reserved|taken)\b|\b(?:been|is|are|got) (?:booked|reserved|taken) by\b(?! you)|(?<!\b(?:вы|ваш\p{L}*) (?:\S+ ){0,9})\b(?:полностью|плотно|все|уже|почти) (?:занят|записан|забронирован)(?:о|а|ы)?\b(?! (?:за вами|для вас))`,
  'g',
)

/** Who can see, offers nothing. */
const SEEING = words(String.raw`\bi can (see|confirm|tell)\b`, 'g')

/** Who is told what to do on arrival, is expected. */
const ARRIVAL = words(
  String.raw`\b(?:когда|when|by the time) (?:вы |you )?(?:придете|приедете|подойдете|come|arrive|get here)\b`,
  'g',
)

const CARED_FOR = words(String.raw`\b(?:taken|took) care of\b`, 'g')

const NEGATION_BEFORE = words(
  String.raw`\b(?:не|ни|нет|нельзя|ничего|никто|никого|никакой|никакая|ничья)(?:\s+\p{L}+){0,2}\s*$`,
)
const NEGATION_EN = words(
  String.raw`\b(?:not|never|no|nothing|nobody|none|without|neither|cannot|hardly|(?:is|are|was|has|have|do|does|did|could|would|can|were|wo|ca)n't)\b`,
)

/** Before a comma such a clause holds what follows back; beside a deed it is its condition. */
const CONDITION = words(
  String.raw`\b(?:если|когда|чтобы|как только|после того|прежде чем|до того как|в случае|при условии|как будто|будто|стоит вам|if|when|whenever|once|(?<!look |looking )after|before|unless|until|so that|in order|as soon as|provided|in case|should you|as if|assuming|as though|imagine|suppose)\b`,
)

/** A condition after a deed that is not about it: "…, if your plans change, write". */
const IDLE_CONDITION = words(
  String.raw`\b(?:если|когда|if|when|in case|should you|until|before|после|after|once|unless|чтобы|прежде чем|as soon as|как только|so that)\b(?!.*\b(?:подтверд|подойд|устро|захот|хотите|реши|соглас|нажм|одобр|верно|ответ|освобод|появит|confirm|agree|press|suit|works for|approve|accept|reply|say yes|уверен|sure|ok with|okay with|want|decide|wish|choose|happy|frees|free up))`,
)

const REPORTED = words(
  String.raw`\b(?:вы|ты|вам|тебе|вами)(?:\s+\p{L}+){0,3}?\s+(?:сказали|писали|написали|говорили|упомянули|упоминали|просили|попросили|хотели|пишете|говорите|думали|думаете|спрашивали|спросили|решили|отменили|перенесли|записали|забронировали|считаете|собирались|казалось|кажется)\b|\bпо вашим словам\b|\bнасколько я понимаю|\bпо-вашему\b|\bне (?:могу|можем|уверен\p{L}*|знаю|вижу|нашл\p{L})\b|\b(?:not sure|not certain|can't tell|cannot tell|don't know)\b|\byou(?:'ve| have| had)?(?:\s+\p{L}+){0,2}?\s+(?:said|say|mentioned|wrote|write|asked|told|wanted|want|think|thought|believe|were saying|meant|hoped|assumed|wished|requested|tried|decided|wondered|wonder)\b|(?<!\b(?:got|have|had|get|that's|that is) )\byou(?:'ve| have| had)?(?: already| just| also)? (?:cancel+ed|moved|booked|rescheduled|made)\b|\baccording to you\b|\bas (?:i|we) understand\b`,
)
/** What the client has to do before anything comes of what follows. */
const COMMAND = words(
  String.raw`^[^\p{L}]*(?:\p{L}+,? )?(?:пришл|скаж|дай|дад|назов|напиш|подтверд|нажм|ответь|остав|укаж|сообщ)\p{L}*(?:те)\b|^[^\p{L}]*(?:just |please )?(?:say|give (?:me|us)|send|press|tap|tell|reply|type|leave|confirm)\b`,
)
const HEARSAY = words(String.raw`\b(?:по вашим словам|according to you|as you (?:say|said|wrote))\b`)

const REPORTED_ON = words(String.raw`^\s*(?:что|о том|будто|that|whether|ли)\b`)

/** A rule, a habit, other people, the past. */
const GENERAL = words(
  String.raw`(?<!\bкак )\b(?:обычно|как правило|usually|normally|typically|generally|as a rule|по правилам)\b|\b(?:клиент(?:ы|ов|а|у|ам)?|(?<!в )гост(?:и|ей|ям)|люди|people|clients?|customers?|guests?|anyone|everyone|somebody|someone|other(?:s| people)?|кто-то|кто-нибудь|другой|другие|другим|другими|другая|чужие|подруг\p{L}+)\b|\b(?:каждый|каждая|каждую|каждое|любой|любая|любую|любое|every|each|any)\s+(?:запис|визит|бронь|брон|клиент|appointment|booking|visit|reservation|client|cancel)\p{L}*|\b(?:в прошлый раз|в прошлом|прошл(?:ый|ая|ое|ого|ой|ую) (?:визит|запись|раз|неделе|месяце)|last (?:time|visit|week|month|year)|\p{L}+ ago|previously|in the past|неделю назад|назад)\b|\b(?:визиты|записи|visits|bookings|appointments|reservations|slots|times)\s+(?:\p{L}+\s+){0,2}?(?:отменя\p{L}+|перенос\p{L}+|подтвержда\p{L}+|считаются|are|get|have to|must|бронируются|оформляются|can)\b`,
)

/** Free times and proposals. */
const OFFER = words(
  String.raw`\b(?:свободн\p{L}+|доступн\p{L}+|вариант\p{L}*|окошк[аи]|могу|можем|можно|можете|может|жаль|эх|под вопросом|требу\p{L}+|requires?|попробу\p{L}+|постара\p{L}+|вряд ли|(?:i'll|let me) try|doubt|рассматрива\p{L}+|на рассмотрении|up to you|your call|missing|недоста\p{L}+|pending|not final|советую|советуем|рекоменд\p{L}+|лучше|пусту\p{L}+|ищете|busy|gaps?|room|choice|recommend|better|печально|sadly|pity|сможет|сможем|смогу|сможете|предлож\p{L}+|предлага\p{L}+|подойдет|подошло бы|удобн\p{L}+|устроит|хотите|захотите|решитесь|желаете|хотели бы|давайте|или|либо|выбранн\p{L}+|желаем(?:ый|ая|ое|ую)|предпочитаем\p{L}+|занят\p{L}*|заняли|к сожалению|возможно|есть время|есть место|есть запись на|например|нуж\p{L}+|сожале\p{L}+|увы|выбрали|хотели|осталось|ближайш\p{L}+|выбирайте|выберите|проверьте|уточните|подтвердите|рассмотр\p{L}+|предварительно|available|free|options?|can|could|would|may|might|shall|offer\p{L}*|suggest\p{L}*|suits?|prefer|either|or|want|let's|let me|how about|what about|maybe|perhaps|possible|possibly|openings?|nearest|earliest|choose|pick|decide|example|propose\p{L}*|please confirm|preferred|chosen|desired|requested|selected|taken(?! by you| you| care)|unfortunately|afraid|like me to|need\p{L}*(?! an hour)|to book|in order|sorry|chose|picked|wanted|selected|love to|happy to (?:see|book|have|fit)|do you|are you|tentative)\b|(?:^|\s)\p{L}+'d\b`,
)
const OFFER_NEARBY = words(
  String.raw`\b(?:бы|будет|будут|would|will|'ll|could|can|might|may|should|must|about to|going to|ready to)\b`,
)

const WISHED = words(String.raw`\bбы\b|\bwish\b`)

/** What follows a deed and a comma and asks about something else leaves the deed as it is: "I've booked you, anything else?" */
const OTHER_QUESTION = words(
  String.raw`^\s*(?:и\s+|а\s+|and\s+|or\s+)?(?:чем|что-нибудь|что-то|что еще|нужн|нужно|могу|подсказать|есть ли|хотите|желаете|напомнить|прислать|отправить|сориентировать|anything|is there|can i|could i|do you|would you|shall (?:i|we) \p{L}+|need|what else|how else|will that|may i|should i|want|any)\b`,
)

/** Takes what only looks like a denial or like a booking out of a sentence. */
export function withoutIdioms(plain: string): string {
  return plain
    .replace(IDIOMS, ' ')
    .replace(FULL, ' busy ')
    .replace(SEEING, 'i $1')
    .replace(CARED_FOR, 'done')
    .replace(ARRIVAL, 'you come')
    .replace(/\s+/gu, ' ')
}

/** Whether a clause asks about something else than the deed before it. */
export function asksOtherwise(clause: string): boolean {
  return OTHER_QUESTION.test(clause)
}

/** Whether what is said before a deed, or in it, denies it. */
export function isDenied(before: string, deed: string): boolean {
  return (
    NEGATION_BEFORE.test(before) || NEGATION_EN.test(before) || NEGATION_EN.test(deed) || /(?:^|\s)не\s/u.test(deed)
  )
}

/** Whether a clause makes what follows depend on it. */
export function isCondition(clause: string): boolean {
  return CONDITION.test(clause)
}

/** Whether a condition that follows a deed is about it. */
export function conditionsDeed(clause: string): boolean {
  return CONDITION.test(clause) && !IDLE_CONDITION.test(clause)
}

/** Whether a clause repeats what somebody else said, up to the deed. */
export function isReported(before: string): boolean {
  return REPORTED.test(before)
}

/** Whether a clause asks for something first: "send me a number, and". */
export function isCommand(clause: string): boolean {
  return COMMAND.test(clause)
}

/** Whether a clause says of all that follows that the client has said it. */
export function isHearsay(clause: string): boolean {
  return HEARSAY.test(clause)
}

/** Whether a clause goes on with what was reported. */
export function goesOnReporting(clause: string): boolean {
  return REPORTED_ON.test(clause)
}

/** Whether a sentence speaks of what holds in general, of others, or of the past. */
export function isGeneral(sentence: string): boolean {
  return GENERAL.test(sentence)
}

/** Whether a clause offers. */
export function isOffer(clause: string): boolean {
  return OFFER.test(clause)
}

/** Whether a deed is only thought of: "would be booked", «я бы записала». */
export function isWish(before: string, deed: string): boolean {
  return OFFER_NEARBY.test(deed) || WISHED.test(before)
}
