import type { Operation } from '../journal/operation.ts'

type Kind = Operation['kind']

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const THAT =
  '(?:that|this|it|everything|all|(?:that|it) all|all of (?:that|it)|(?:all )?(?:the|my) (?:details|information|booking|appointment))'
const BE = "(?:'s|s| is| are|'d be| would be|'ll be| will be)"
const GOOD =
  '(?:good|great|fine|perfect|wonderful|excellent|awesome|lovely|brilliant|fantastic|terrific|super|nice|ok|okay)'
const ME = '(?: (?:to|for|with|by) (?:me|us))'
const DO = "(?:(?:please|just|go ahead and|i'd like to|i would like to) )*"

/** Words that carry no wish of their own, and agree to nothing: also praise does not. */
export const MANNERS = words(
  'спасибо пожалуйста большое огромное ну вот же тогда очень прекрасно отлично супер замечательно ' +
    'thanks please very much well then ' +
    'good great fine nice wonderful excellent awesome lovely brilliant fantastic terrific super',
)

/** Words with which what is said next begins; a text that ends with one of them is not said to its end. */
export const BEGINNINGS = words('and so oh hey alright just')

/** With these one agrees to come; said to a cancellation they are a misunderstanding. */
const PARTINGS = ['see you(?: then| there| soon)?', 'looking forward to it', "can't wait"]

/** A yes to whatever was asked. */
export const YES = words(
  'да ага угу ок окей окэй хорошо ладно верно правильно точно конечно подтверждаю подтвердить согласен согласна ' +
    'давайте давай го ' +
    'yes yeah yep yup ok okay okey sure confirm confirmed correct right agreed agree absolutely definitely ' +
    'certainly indeed exactly proceed',
)

const YES_FORMS = [
  'все (?:верно|правильно|точно|так)',
  'так и есть',
  'я (?:согласен|согласна|подтверждаю)',
  'do it',
  'go ahead',
  'go on',
  'go for it',
  'of course',
  'spot on',
  'you got it',
  'yes i do',
  'i (?:confirm|agree)',
  `${THAT}${BE} (?:all )?(?:right|correct|accurate)`,
  'all (?:right|correct)',
]

/** A yes to coming. Said to a cancellation they may as well like the visit. */
const LIKING_FORMS = [
  '(?:мне |меня |нам |нас )?(?:все )?(?:подходит|годится|устраивает)',
  'все (?:хорошо|отлично|супер|прекрасно|ок|окей)',
  'идет',
  'пойдет',
  'perfect',
  `(?:${THAT}(?:${BE}| looks?| sounds?)|sounds|looks|all) (?:all |so |just |really |very )?${GOOD}${ME}?`,
  `fine${ME}`,
  `(?:(?:that|this|it|everything)(?: would| will|'ll|'d)? works?|works)(?: (?:well|great|fine|perfectly))?${ME}`,
  "(?:that|this|it|everything)(?: would| will|'ll|'d)? works?(?: (?:well|great|fine|perfectly))?",
  'works (?:well|great|fine|perfectly)',
  "that(?: will|'ll) do",
  '(?:that )?suits me',
  '(?:that )?sounds like a plan',
  `(?:${THAT}${BE} )?(?:just |exactly )?what i want`,
  "i(?:'d| would) like that",
]

/** Words that agree to one deed and to no other: "cancel it" is no yes to a booking. Buttons' labels are typed, too. */
const DEED_FORMS: Readonly<Record<Kind, readonly string[]>> = {
  book: [
    '(?:записывайте|запишите|записывай|запиши|бронируйте)(?: меня)?',
    `${DO}(?:book (?:it|that|me)|book (?:the|my|an) appointment|make (?:the|my) (?:appointment|booking)|schedule it)(?: for me)?`,
    '(?:go ahead and|please) book',
    `${DO}confirm (?:it|that|(?:the|my) (?:booking|appointment))`,
  ],
  move: ['переносите|переноси|перенести|перенесите', `${DO}move it`],
  cancel: ['отменяйте|отменяй|отменить|отмените', `${DO}cancel it`],
}

/** A no to whatever was asked. */
export const NO = words('нет неа не-а no nope nah')

const NO_PHRASES = ['не надо', 'не нужно', 'не подходит', 'не хочу', 'not now', "don't", 'no thanks', 'do not']

/** Refusals of one deed. */
const DEED_REFUSALS: Readonly<Record<Kind, readonly string[]>> = {
  book: [
    'изменить',
    'отмена',
    'отбой',
    'стоп',
    'не записывайте',
    'change',
    'cancel',
    'cancel it',
    'stop',
    "don't book it",
  ],
  move: ['изменить', 'стоп', 'не переносите', 'change', 'stop', "don't move it"],
  cancel: ['оставить как есть', 'оставьте', 'не отменяйте', 'keep it', "don't cancel it", "don't cancel"],
}

/** Whether words as a whole refuse what was asked. */
export function isRefusal(said: string, kind: Kind | undefined): boolean {
  return NO_PHRASES.includes(said) || (kind !== undefined && DEED_REFUSALS[kind].includes(said))
}

/** Words of agreement that mock or doubt. */
const DOUBTS = ['да ну', 'да ладно', 'ага конечно', 'конечно ага', 'ну да ну да', 'ну да конечно', 'yeah right']

/** Whether words of agreement mock or doubt. */
export function isDoubt(said: string): boolean {
  return DOUBTS.some(phrase => ` ${said} `.includes(` ${phrase} `))
}

const whole = (forms: readonly string[]) => new RegExp(`(?<!\\S)(?:${forms.join('|')})(?!\\S)`, 'gu')

const ANY_YES = whole(YES_FORMS)
const ANY_LIKING = whole(LIKING_FORMS)
const ANY_PARTING = whole(PARTINGS)
const ANY_DEED = { book: whole(DEED_FORMS.book), move: whole(DEED_FORMS.move), cancel: whole(DEED_FORMS.cancel) }

/** What was said with one plain yes in the place of each form of agreement to this deed. */
export function withPlainYes(said: string, kind: Kind | undefined): string {
  const agreed = kind ? said.replace(ANY_DEED[kind], 'да') : said
  if (kind === 'cancel') return agreed.replace(ANY_YES, 'да')
  return agreed.replace(ANY_PARTING, 'thanks').replace(ANY_LIKING, 'да').replace(ANY_YES, 'да')
}
