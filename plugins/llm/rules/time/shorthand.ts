import { whole } from '../language/text.ts'

/** What English speakers type for words of time. */
const SHORTHAND: readonly (readonly [RegExp, string])[] = [
  [whole('2(?:morrow|moro|mro|mo|morow)|tmoz|tomoz|tommorow|tommorrow|tomorow|tmrw|tmr|tmw'), 'tomorrow'],
  [whole('2day'), 'today'],
  // "Tom (6)": an age.
  [/\(\d{1,2}\)/gu, ' '],
  // "Dec. 4", "17h30".
  [
    /(?<=(?<!\p{L})(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|weds?|thurs?|fri|sat|sun))\.(?= ?\d)/gu,
    ' ',
  ],
  [/(?<=(?<!\d)[012]?\d)h(?=[0-5]\d(?!\d))/gu, ':'],
  [whole('haf|hlf|hafl|halve'), 'half'],
  [whole('2n(?:ite|ight)|tonite'), 'tonight'],
  [whole('l8r'), 'later'],
  [whole('afternnon|arvo'), 'afternoon'],
  // "3 4 a manicure": a number before a number is an hour, and then "for".
  [/(?<=\d )4(?= (?:an?|my|me|the)\b)/gu, 'for'],
]

/** "That's all for today", "thanks for your help today", "good for now": a day of parting, not of a visit; nor is another time that nobody asks for. */
const CLOSING = [
  whole(
    "(?:that(?:'s| is| was|'ll be| will be| would be)?|this is|it was|i think that's|those are)(?: about)? (?:all|it|everything)(?: (?!(?:at|on|in|but|and|please|book|make|can)(?![\\p{L}\\p{N}]))[\\p{L}']+){0,6}? (?:for )?(?:right )?(?:now|today|tonight|this (?:morning|afternoon|evening))",
  ),
  whole(
    "(?:thanks?|thank you|thx|appreciate)(?: (?!(?:at|on|book|make|can)(?![\\p{L}\\p{N}]))[\\p{L}']+){0,6}? (?:today|tonight|this (?:morning|afternoon|evening))",
  ),
  whole(
    "(?:i'm|i am|we're|all|is)? ?(?:good|fine|done|set|finished|okay)(?: with everything)? for (?:right )?(?:now|today)",
  ),
  whole('how are (?:you|things)(?: doing| feeling)?(?: today| this (?:morning|afternoon|evening)| tonight)?'),
  whole('good (?:morning|afternoon|evening|day)'),
  whole(
    '(?:(?:maybe|perhaps|some) (?:an)?other|no thanks?(?: you)?,? another) time|как-нибудь в другой раз|в другой раз',
  ),
  // "Минут на десять": how long, not when.
  whole('минут\\p{L}* на \\S+'),
]

/** The text with shorthand written out and without the days that only say good-bye. */
export function writtenOut(text: string): string {
  const full = SHORTHAND.reduce((left, [pattern, word]) => left.replace(pattern, word), text)
  return CLOSING.reduce((left, pattern) => left.replace(pattern, found => '\u00b7'.repeat(found.length)), full)
}
