/** What a model must not say by itself: that something was booked, moved or cancelled. Only an outcome of the ledger says so. */
const CLAIMS = [
  /(?<!\p{L})(?:вы|вас|ты|тебя)\s+(?:(?:уже|успешно|теперь|только что)\s+)*(?:записан[аы]?|записал[аи]?|забронирова\p{L}+|перенес\p{L}*|перезаписал\p{L}*)(?!\p{L})/u,
  /(?<!\p{L})(?<!не )(?<!вы )(?<!вы уже )(?:записал|забронировал|перенес|отменил|оформил|перезаписал)(?:а|ла|и|ли)?(?!\p{L})/u,
  /(?<!\p{L})(?:запись|визит|бронь|бронирование|заявка)(?:\s+(?!не\s)[\p{L}\p{N}:«»"]+){0,6}\s+(?:создан|оформлен|подтвержден|забронирован|перенесен|отменен)[ао]?(?!\p{L})/u,
  /(?<!\p{L})(?<!не )(?:создан|оформлен|подтвержден|забронирован|перенесен|отменен)[ао]?\s+(?:ваш\p{L}*\s+)?(?:запись|визит|бронь|время)(?!\p{L})/u,
  /^\W*(?:записано|забронировано|перенесено|отменено|готово)(?!\p{L})/u,
  /\b(?:you are|you're|you have been|you've been)(?: now| all| already| successfully)* (?:booked|scheduled|confirmed|set|rescheduled)\b/u,
  /\b(?:i|we)(?: have|'ve)?(?: just| now| already| successfully)* (?:booked|scheduled|reserved|rescheduled|moved|cancell?ed|confirmed)\b/u,
  /\b(?:appointment|booking|visit|reservation)\b(?: (?!not\b)[\p{L}\p{N}:,']+){0,8}? (?:is|was|has been)(?: now| already| successfully)* (?:booked|confirmed|scheduled|made|rescheduled|moved|cancell?ed|set)\b/u,
  /^\W*(?:all )?(?:booked|confirmed|rescheduled|moved|cancell?ed)\W*$/u,
]

/** Sentences that only speak of what may come. */
const CONDITION =
  /\?|(?<!\p{L})(?:если|когда|чтобы|как только|после того|будет|будут|станет|if|when|once|after|before|unless|until|would|will|to be)(?!\p{L})/u

const SENTENCE = /[^.!?…\n]+[.!?…]*\s*/gu

/** What a text is without the sentences that claim a deed, and those sentences. */
export interface Claimless {
  text: string
  claims: readonly string[]
}

function isClaim(sentence: string): boolean {
  const plain = sentence.toLowerCase().replaceAll('ё', 'е').replaceAll('’', "'")
  return !CONDITION.test(plain) && CLAIMS.some(claim => claim.test(plain))
}

/** Takes the claims out of what a model says. */
export function withoutClaims(text: string): Claimless {
  const sentences = text.match(SENTENCE) ?? []
  const claims = sentences.filter(isClaim)
  if (claims.length === 0) return { text, claims }
  const kept = sentences.filter(sentence => !claims.includes(sentence)).join('')
  return { text: /\p{L}/u.test(kept) ? kept.trim() : '', claims }
}

/** Whether visits that a tool has named bear a claim out: each time of the day in it is one of theirs. */
export function isBorneOut(claim: string, visitTimes: ReadonlySet<string>): boolean {
  const times = claim.match(/\b\d{1,2}:\d{2}\b/g) ?? []
  return visitTimes.size > 0 && times.every(time => visitTimes.has(time.padStart(5, '0')))
}
