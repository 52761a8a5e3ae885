/** Words without which hardly an English sentence gets by, and which other languages do not have. */
const ENGLISH =
  /(?<!\p{L})(?:the|is|are|you|your|you're|we|we're|i|i'm|i've|it|it's|this|that|at|to|for|of|with|and|have|has|can|from|there|here|please|see|would|our|not|be|by|if|what|how|until|booked|confirmed|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?|nov|dec|noon|midday|\p{L}+n't|usually|new|people|good)(?!\p{L})/iu
/** Letters that neither Russian nor English has. */
const OTHER_LETTERS =
  /[іїєґәғқңөұүһўјљњћђѓќџ]|[\u00df-\u00f6\u00f8-\u024f]|(?![\p{Script=Latin}\p{Script=Cyrillic}])\p{L}/u
const WORDS = /\p{L}+/gu

/** Whether a sentence is in neither language that is read: by its letters, and by the small words that English cannot do without. */
export function isForeign(sentence: string): boolean {
  const found = sentence.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').match(WORDS) ?? []
  if (found.some(word => OTHER_LETTERS.test(word))) return true
  const latin = found.filter(word => /\p{Script=Latin}/u.test(word))
  return latin.length > 2 && latin.length * 2 > found.length && !ENGLISH.test(sentence.replaceAll('’', "'"))
}

/** A plain sentence with the hours of other languages as figures: "15h30", "15 Uhr". */
export function withClockTimes(plain: string): string {
  return plain
    .replace(/(?<!\d)(\d{1,2})\s?h\s?(\d{2})(?!\d)/gu, '$1:$2')
    .replace(/(?<![\d:.])(\d{1,2})\s?(?:h|uhr|heures?|horas?|ore|godz|год(?:ин[аиі]?)?)(?![a-zа-я])/gu, '$1:00')
    .replace(/(\d:\d\d)\s(?:bis|à|al?|do|дo|до|till?)\s(?=\d{1,2}:\d\d)/gu, '$1-')
}
