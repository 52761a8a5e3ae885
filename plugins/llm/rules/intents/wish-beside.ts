import { occurs, whole } from '../language/text.ts'
import { isQuestion, readIntents } from './intents.ts'

const CLAUSE_END = /[?!;]+|\.(?!\d)|,? (?:и|а|но|and|but|also|then) |, /u

/** Words of who asks whether there is time, or wishes one; paying, parking and bringing somebody are no visit. */
const ASKS_FOR_TIME = whole(
  '(?:можно|могу|можем|получится|выйдет|реально|возможно)(?: (?:ли|ль|я|мы|мне|нам|к вам|у вас|будет))* (?!(?:\\p{L}+ )*?(?:оплат|плат|парков|узна|спрос|позвон|привести|взять с)\\p{L}*)[\\p{L}\\d]+|свобод\\p{L}+|есть (?:ли )?(?:[\\p{L}]+ ){0,3}(?:врем|окош|окн|мест|запис)\\p{L}*|(?:найдется|найдите|подберите|посмотрите)|(?:при[мн]\\p{L}+|смож\\p{L}+|успе\\p{L}+)|хо(?:чу|тим|чется|телось|тел\\p{L}*)|(?:мне|нам) (?:бы|нужно|надо|удобно)|попасть|прийти|подойти|приду|подойду|' +
    "(?:can|could|may|might) (?:i|we|you|u|she|he|[\\p{L}]+) (?!(?:\\p{L}+ )*?(?:pay|park|bring|call|phone|ask|know)(?![\\p{L}]))[\\p{L}\\d]+|(?:free|available|availability)|any (?:chance|room|time|space|openings?|slots?)|(?:i|we)(?:'d| would) (?:like|love|prefer)|(?:i|we) (?:want|need)|looking for|fit me in|squeeze me in|(?:is|are) there (?:[\\p{L}]+ ){0,2}(?:time|slots?|space|openings?)|(?:is|are|would|will|does) (?!(?:[\\p{L}]+ )*?(?:pay|park|bring|call|phone|ask)(?:ing)?(?![\\p{L}]))(?:[\\p{L}\\d:]+ ){1,5}?(?:possible|ok|okay|doable|work)|anything",
)

/**
 * "What does a haircut cost, and can I come tomorrow evening?": beside a question a part of the text of its own asks for a
 * time. `namesTime` tells whether a part names one.
 */
export function wishesBeside(text: string, namesTime: (clause: string) => boolean): boolean {
  return text
    .split(CLAUSE_END)
    .some(clause => occurs(ASKS_FOR_TIME, clause) && !isQuestion(readIntents(clause)) && namesTime(clause))
}
