/** Who is asked for, in both languages. */
const PERSON_RU =
  '(?:человек|оператор|администратор|менеджер|сотрудник|начальник|директор)\\p{L}*|кем[- ]?нибудь жив\\p{L}+'
const PERSON_EN = '(?:human|person|operator|manager|receptionist|agent|representative)'

const WISHES = [
  new RegExp(
    `(?<!\\p{L})(?:поз(?:ов|ва)|соедин|переключ|свяж|подключ|переведи)\\p{L}*(?: \\p{L}+){0,3} (?:${PERSON_RU})(?!\\p{L})`,
    'u',
  ),
  new RegExp(
    `(?<!\\p{L})(?:поговорить|связаться|пообщаться|переговорить) с(?:о)?(?: \\p{L}+){0,2} (?:${PERSON_RU})(?!\\p{L})`,
    'u',
  ),
  new RegExp(`^(?:дайте|нужен|хочу|можно|а можно)?(?: ?(?:живо\\p{L}+|реальн\\p{L}+))? ?(?:${PERSON_RU})$`, 'u'),
  new RegExp(`\\b(?:talk|speak|chat) (?:to|with)(?: [\\p{L}']+){0,2} (?:${PERSON_EN}|somebody|someone|staff)\\b`, 'u'),
  new RegExp(
    `\\b(?:connect|transfer|put|get|call)(?: me)?(?: (?:through|to|with|an?|the|real|live))* ${PERSON_EN}\\b`,
    'u',
  ),
  new RegExp(`^(?:i (?:want|need) )?(?:an? )?(?:real |live |human )?${PERSON_EN}$`, 'u'),
]

/** "No need to call anybody", and what other people did or may do. */
const NOT_MEANT = /(?<!\p{L})(?:не|если|когда|вчера|сказал\p{L}*|not|don't|if|when|said|yesterday)(?!\p{L})/u

const MANNERS = /(?<!\p{L})(?:пожалуйста|please|здравствуйте|добрый день|привет|hello|hi)(?!\p{L})/gu

/** Longer texts say more than this, and a model reads them. */
const MAX_WORDS = 12

/** Whether a text asks for a person and for nothing else. Deterministic, so that no model stands in the way. */
export function asksForPerson(text: string): boolean {
  const said = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll('’', "'")
    .replace(/[^\p{L}' -]+/gu, ' ')
    .replace(MANNERS, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (said === '' || said.split(' ').length > MAX_WORDS || NOT_MEANT.test(said)) return false
  return WISHES.some(wish => wish.test(said))
}
