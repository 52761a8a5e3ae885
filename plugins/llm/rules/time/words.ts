import type { TimeRange } from '../../../../core/contract/index.ts'

/** What clients call the parts of a day, and which hours a salon understands by them. The first word list that fits wins. */
export const DAY_PARTS: readonly { words: string; range: TimeRange }[] = [
  {
    words:
      'ранним утром|рано утром|с самого утра|с утра пораньше|с утречка пораньше|пораньше утром|утром пораньше|early (?:in the )?morning|first thing',
    range: { from: '06:00', to: '10:30' },
  },
  {
    words:
      '(?:с утра |утром )до (?:обеда|полудня)|до обеда|до полудня|в первой половине дня|(?:на )?перв(?:ая|ую) половин[ау] дня|before lunch(?: ?time)?',
    range: { from: '06:00', to: '13:00' },
  },
  { words: 'before (?:noon|midday|12 noon)', range: { from: '06:00', to: '12:00' } },
  {
    words:
      'после обеда|послеобеда|(?:во? )?второй половине дня|(?:на |во )?втор(?:ую|ой) половин[уе](?= \u00b7)|после полудня|(?:на )?втор(?:ая|ую) половин[ау] дня|пополудни|after (?:lunch|noon|midday)',
    range: { from: '13:00', to: '18:00' },
  },
  { words: '(?:ближе к|к|в районе) (?:обеду|обеда|полудню)', range: { from: '11:00', to: '14:00' } },
  { words: '(?:перед|до самого) (?:обедом|обеда)', range: { from: '11:00', to: '13:00' } },
  { words: '(?:в |к |ближе к )?(?:середин[еу]|посреди|разгар) дня', range: { from: '12:00', to: '16:00' } },
  {
    words: '(?:в |к |ближе к |под )?(?:самом )?кон(?:це|цу|ец) (?:рабочего )?дня',
    range: { from: '16:00', to: '20:00' },
  },
  { words: 'ночью|на ночь|среди ночи', range: { from: '00:00', to: '06:00' } },
  { words: 'после работы|after work', range: { from: '18:00', to: '24:00' } },
  {
    words: 'поздним вечером|поздно вечером|вечером попозже|late (?:in the )?evening|late at night',
    range: { from: '19:00', to: '24:00' },
  },
  {
    words: 'ближе к вечеру|под вечер|к вечеру|late (?:in the )?afternoon|towards? (?:the )?evening',
    range: { from: '16:00', to: '20:00' },
  },
  { words: 'early (?:in the )?afternoon', range: { from: '12:00', to: '15:00' } },
  { words: 'early (?:in the )?evening', range: { from: '17:00', to: '19:30' } },
  {
    words: 'утром|утречком|с утра|с утречка|на утро|утра|утро|утренн\\p{L}+|(?:in the )?mornings?|(?:this )?morning',
    range: { from: '06:00', to: '12:00' },
  },
  {
    words: 'в обед|в обеденное время|в обеденный перерыв|(?:at |over |during )?(?:lunch ?time|lunch)',
    range: { from: '12:00', to: '14:30' },
  },
  {
    words: 'днем|днeм|в дневное время|дневн\\p{L}+|in the daytime|during the day',
    range: { from: '11:00', to: '17:00' },
  },
  { words: '(?:in the |this )?afternoons?', range: { from: '12:00', to: '18:00' } },
  {
    words: 'вечером|вечерком|вечером|на вечер|вечера|вечер|вечернее время|(?:in the |this )?evenings?|tonight',
    range: { from: '17:00', to: '24:00' },
  },
]

/** What narrows an hour that was said without saying which half of the day: "5 вечера", "7 in the morning". */
export const HALF_DAY_WORDS: readonly { words: RegExp; from: number; to: number }[] = [
  { words: /^(?:утра|am|a\.m\.?|in the morning)$/u, from: 0, to: 11 },
  { words: /^(?:дня|in the afternoon)$/u, from: 12, to: 18 },
  { words: /^(?:вечера|in the evening|at night)$/u, from: 16, to: 23 },
  { words: /^(?:pm|p\.m\.?)$/u, from: 12, to: 23 },
  { words: /^ночи$/u, from: 0, to: 4 },
]

/** Between these a business without configured hours is taken to be open. */
export const USUAL_HOURS: TimeRange = { from: '08:00', to: '21:00' }

/** How far from an "about five" a time may be to be offered, in minutes. */
export const ABOUT_MINUTES = 60

/** Weekdays from Monday as people write them in both languages. */
export const WEEKDAY_WORDS: readonly string[] = [
  'понедельник(?:а|у|ом|и|ам)?|пон|пн|mondays?|mon',
  'вторник(?:а|у|ом|и|ам)?|втор|вторн|вт|tuesdays?|tues|tue',
  'сред(?:а|у|ы|е|ой|ам)|ср|wednesdays?|weds|wed',
  'четверг(?:а|у|ом|и|ам)?|четв|чет|чт|thursdays?|thurs|thur|thu',
  'пятниц(?:а|у|ы|е|ей|ам)|пятн|птн|пт|fridays?|fri',
  'суббот(?:а|у|ы|е|ой|ам)|субб|сб|saturdays?|sat',
  'воскресень(?:е|я|ю|ем|ям)|воскр|вск|вс|sundays?|sun',
]

/** Months from January as people write them in both languages. */
export const MONTH_WORDS: readonly string[] = [
  'январ(?:ь|я|е|ю)|янв|january|jan',
  'феврал(?:ь|я|е|ю)|фев|февр|february|feb',
  'март(?:а|е|у)?|мар|march|mar',
  'апрел(?:ь|я|е|ю)|апр|april|apr',
  'ма(?:й|я|е|ю)|may',
  'июн(?:ь|я|е|ю)?|june|jun',
  'июл(?:ь|я|е|ю)?|july|jul',
  'август(?:а|е|у)?|авг|august|aug',
  'сентябр(?:ь|я|е|ю)|сен|сент|september|sept|sep',
  'октябр(?:ь|я|е|ю)|окт|october|oct',
  'ноябр(?:ь|я|е|ю)|ноя|нояб|november|nov',
  'декабр(?:ь|я|е|ю)|дек|december|dec',
]

/**
 * A year after a month's name. Four figures that may be a time of the day («5 декабря 1830») are a year only with the word
 * for it.
 */
export const YEAR_AFTER_MONTH =
  "(?:,? (?:of |in )?(?<y>20(?!00|15|30|45)\\d\\d|19[6-9]\\d|[3-9]\\d{3}|'\\d\\d|(?:\\d\\d)?\\d\\d ?(?:года|год|г)(?:\\.(?= |$))?|(?:этого|следующего|будущего|this|next) (?:года|year))(?![\\p{L}\\p{N}]))?"

/** Words of time that are worth mending when they are mistyped; no ordinary word may be one slip away. */
export const MENDED_WORDS: readonly string[] = [
  'понедельник',
  'понедельника',
  'вторник',
  'вторника',
  'четверг',
  'четверга',
  'пятницу',
  'пятница',
  'пятницы',
  'субботу',
  'суббота',
  'субботы',
  'воскресенье',
  'воскресенья',
  'сегодня',
  'завтра',
  'послезавтра',
  'вечером',
  'выходные',
  'выходных',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'tomorrow',
  'morning',
  'afternoon',
  'evening',
  'weekend',
]

/** Ordinary words near those above. */
export const UNMENDED_WORDS: readonly string[] = [
  'понедельникам',
  'вторникам',
  'четвергам',
  'пятницам',
  'пятницей',
  'субботам',
  'субботой',
  'воскресеньям',
  'завтрак',
  'завтраки',
  'четверть',
  'четверти',
  'вечеров',
  'выходной',
  'выходного',
  'evenings',
  'mornings',
  'weekends',
  'warning',
  'mourning',
]
