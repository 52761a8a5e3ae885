/** A place in a text. */
interface Place {
  start: number
  end: number
}

const EXCEPT =
  'кроме|вместо|исключая|за исключением|помимо|except(?: for)?|apart from|other than|instead of|rather than|but not|anything but|any ?(?:day|time) but|every day but|all days but'
const NOT_BEFORE = new RegExp(
  `(?:^|\\s|,)(?:(?:(?:только )?не|ни|hate|avoid|dislike|never|not(?: (?:the one|mine|free|available|around|here|good|possible|able))?|(?:have|had|has|got|'ve) (?:something|plans|work|a meeting|another (?:appointment|thing))(?: else| on)?|${EXCEPT}|can't do|can't make|cannot do|don't want|doesn't work)(?: в| во| на| on| for)?)\\s*$`,
  'u',
)
/** "I don't want a haircut on Sunday": the verb stands before other words of the same clause. */
const REFUSED_BEFORE =
  /(?:^|[\s,])(?:не (?:хо(?:чу|тим|тел\p{L}*)|могу|можем|смогу|надо|нужно|буду|запис\p{L}+|предлага\p{L}+|удобно)|(?:do not|don't|dont|cannot|can't|can not|won't|will not|wouldn't) (?:want|like|wish|need|come|make|do|book|put|offer|schedule|think|go|attend|visit|be))(?: (?!до |запиш|давай|можно |хоч|лучше |till |until |но |а |but )[^\s,.;:!?·]+){0,5}?(?: (?:в|во|на|on|for))?\s*$/u
const NOT_AFTER =
  /^\s*(?:,\s*)?(?:я |мне |у меня |уже |тоже |также |вообще |точно |пока |к сожалению )*(?:не (?:могу|смогу|получ|подход|подойд|удобно|выйдет|надо|хочу|предлага)|никак|занят|(?:doesn't|does not|won't|will not|isn't|is not|didn't) (?:work|do|good|suit|fit)|is (?:bad|no good)|i (?:can't|can not|cannot|don't want|do not want))/u
const ALSO = /^\s*(?:,\s*)?(?:и|или|ни|and|or|nor)\s+(?:(?:не|кроме|not|except)\s+)?(?:(?:в|во|на|on)\s+)?$/u
const LISTED = /^\s*,\s*(?:(?:в|во|на|on)\s+)?$/u

/** Whether a day won't do: "not on Friday", "except Monday and Tuesday", "I don't want to come on Sunday". */
export function isUnwanted(
  text: string,
  day: Place,
  previous: Place | undefined,
  isPreviousUnwanted: boolean,
): boolean {
  const before = text.slice(previous?.end ?? 0, day.start).replaceAll('\u00b7', ' ')
  if (NOT_BEFORE.test(before) || REFUSED_BEFORE.test(before) || NOT_AFTER.test(text.slice(day.end))) return true
  if (!isPreviousUnwanted || previous === undefined) return false
  const isException = new RegExp(`(?:${EXCEPT})[^.;!?]*$`, 'u').test(text.slice(0, previous.start))
  return ALSO.test(before) || (isException && LISTED.test(before))
}
