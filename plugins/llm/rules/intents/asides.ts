import { blank, occurs, whole } from '../language/text.ts'
import type { Intent } from './patterns.ts'
import { RUSSIAN_NO_CLIENT, RUSSIAN_RULE_ASKED, RUSSIAN_TENTATIVE, toldClauses } from './russian-asides.ts'

/** Where the wish begins again after something that was only told. */
const WISH_AGAIN =
  "(?=[;!?]|\\.(?!\\d)|(?:,| -)? ?(?:so|but|now|anyway|can|could|would|may|any|please|hence|therefore|and (?:i'd|i would|i want|i need|would|can|could)|i'd|i would|i want|i wanna|i need|need|want|book)(?![\\p{L}\\p{N}])|, ?(?:with|then|make|let's|for|at|on)(?![\\p{L}\\p{N}])|$)"
/** Not in "can I have a pedicure": there the client is asking. */
const CLIENT = '(?<!(?:can|could|may|should|shall|would|will|do|if|when|once|that|as|wish|hope) )(?:i|we)'
const REST = `(?:[^.;!?]|\\.(?=\\d))*?${WISH_AGAIN}`
const SOMEBODY =
  "(?:s?he|they|(?:my|our|his|her|their|the) (?!(?:hair|nails?|feet|hands?|back|brows|eyebrows|eyes|face|skin|appointment|booking|slot|name|number|phone)(?![\\p{L}]))(?:[\\p{L}']+ )?[\\p{L}]+)"
const HOLDS =
  "(?:'s|'ve|has|have|had|is|are|was|were)(?: (?:already|just|also|got|a|an|been|being|having|coming|getting|booked|in|down))*"
const EVENT =
  'wedding|birthday|bday|prom|party|anniversary|exam|interview|flight|train|bus|coach|ferry|graduation|christening|funeral|holiday|concert|gig|dinner|meetings?|shift|school|class(?:es)?|lessons?|lectures?|gym|yoga|hen do|photo ?shoot'

/** What a client only tells: what was, what others have or said, what else is on that day. Its days and services are no wish. */
const TOLD: readonly RegExp[] = [
  // "My mate said 'go on a Tuesday'."
  whole(`${SOMEBODY}(?: [\\p{L}]+)? (?:said|says|told me|reckons|recommends?|was like)[ ,:]*['"“][^'"”]*['"”]`),
  whole(`${SOMEBODY}(?: [\\p{L}]+)? (?:said|says|told me|reckons|went|goes|did|paid|loved|used to|got married)${REST}`),
  // "I had my roots done on 14 October": but "I had Friday in mind" and "I was hoping for Friday" are wishes.
  whole(
    `${CLIENT} (?:had (?=my|an?|the|it|them|some)|used to|waited|paid|came (?:in |to (?:you|see) )|was (?:in|at|there|with you|here)|were (?:in|at|there|here)|went|(?:really )?loved|last (?:came|had|saw|was)|got (?:married|my))${REST}`,
  ),
  whole(`(?:was|were) (?:done|operated|born|closed|cut|coloured|colored|made|bought|there|here) (?:in|on|at)${REST}`),
  // "I've a manicure on Friday already", "I have already booked".
  whole(
    `${CLIENT}(?:'ve| have)(?: already)?(?: got)? (?:booked|been|made|had|an? (?:[\\p{L}']+ ){1,3}(?:on|at|with|booked|already))${REST}`,
  ),
  whole(
    `(?!they )${SOMEBODY}(?: ?${HOLDS} (?:booked|in|down|on|an?|her|his|their|having|coming|getting|school|work)| gets? married| turns)(?: ${REST}|${WISH_AGAIN})`,
  ),
  // "Her birthday on the 3rd", "prom, it's on the 4th": the event's day; the visit is another matter.
  whole(
    `(?<!(?:after|before|from|for|for (?:the|my|our|her|his|a)) )(?:${EVENT})(?: party| do)?,? ?(?:(?:is|'s|its|it's|that's|which is|starts?|begins?|leaves?|ends?|finishes)(?: (?:on|at))?|on|at|(?:mon|tue|wed|thu|fri|sat|sun)[\\p{L}]*) ${REST}`,
  ),
  whole(`(?:it|he|she)(?:'s| is|s) on the ${REST}`),
  // "Ella finishes school at 3.15": other people's hours.
  whole(
    `[\\p{L}']+ (?:finishes|starts|begins|ends|leaves|arrives|lands|departs|comes out|gets (?:in|out|off|home|back|up)|is (?:back|out)) ${REST}`,
  ),
  // Transport: "I land at 9:40, the train gets in at 11:15, the bus that comes at 10 past".
  whole(`i (?:land|arrive|fly|get in|get back)(?: (?:in|back|home|from) [\\p{L}]+)? (?:at|on|around)${REST}`),
  whole(
    `(?:flight|train|bus|coach|ferry|plane|taxi|lift)(?: \\d+)?(?: [\\p{L}]+)? (?:that |which )?(?:comes|gets in|arrives|leaves|lands|departs|goes|is|at)${REST}`,
  ),
]

/** A condition that the desk cannot watch over: the weather, the price, somebody else's plans. */
const CONDITION = whole(
  "(?:only |even |but )?(?:if|unless|provided|providing|as long as|assuming|depending)(?! (?:possible|poss|so|not|need be|that's|that is|it's (?:ok|okay|possible|free|alright|fine|not (?:too|a) )|it is (?:ok|okay|possible)|you|u|i (?:may|can|could|might)|there|available|convenient|any|anyone|she|he|they|[\\p{L}]+(?: [\\p{L}]+)? (?:is|isn't|are|aren't|has|doesn't|can't|can|works|suits)(?:n't)?(?: not)? ?(?:free|available|busy|in|there|working|full|booked|ok|okay|fine|good|possible|alright|convenient|have|work|do|any|time)|free|we|full|before|after|at|on|it's (?:before|after|at|on|in|with|not)))",
)

/** What is said of every week is wished for none. */
const HABIT = whole(
  '(?:usually|normally|generally|typically|always|often|ever) (?:busy|quiet|full|open|free|work|on|at|[\\p{L}]+)|(?:busy|quiet|full) (?:on|at|around)|(?:on|every) (?:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)',
)

/** Words of somebody who asks for something. */
const REQUEST = whole(
  "(?:can|could|may|shall|should|would|will) (?:i|we|you|u|ye|y'all|she|he|they|it|my|the|someone|somebody|anyone|[\\p{L}]+)|(?:[\\p{L}]+'d|would) (?:like|love|prefer|rather|be)|(?:is|are|would) (?:it|that|this|you) (?:ok|okay|possible|alright|fine|good)|want(?:s|ed|ing)?|wanna|need(?:s|ed|ing)?|wish(?:es)?|hop(?:e|ing)|looking (?:for|to|at)|trying|after an?|book|booking|appointment|appt|schedule|reserve|slots?|squeeze|fit|pop|put|please|pls|plz|kindly|possible|available|availability|free|any (?:chance|room|time|space|openings?)|do (?:you|u) (?:have|do)|have (?:you|u) got|got (?:any|a|anything)|let's|lets|gimme|give|(?:i|we)(?:'ll| will| shall) (?:have|take|come|go|be|do)|interested|suits?|works?|make|how about|what about|due|get|sort|do me|fancy|see (?:someone|somebody|you|a|an|the)|come|visit|go (?:for|with)|have (?:my|a|an|the)|thinking of|time for|day for|rather|dying for|in for|bring(?:ing)?|take",
)
const FINITE = whole(
  "(?:(?:i|we|he|she|they|you|every(?:one|body)|some(?:one|body)|nobody|people|which|who|what|why|how)(?:'[\\p{L}]+)?|it|that) [\\p{L}']+|note to self",
)
const WRONG_CHAT = whole('wrong (?:chat|number|person|window|group|thread)|not (?:meant )?for you|note to self')
const TELLING_QUESTION =
  /^[^\p{L}]*(?:who|whose|which|why|how (?:was|did|come)|what (?:did|was|happened)|when (?:did|was)|where (?:did|was)|did|was|were|has|had)(?![\p{L}])/u

/** What a job hunter or a seller writes. */
const NO_CLIENT = whole(
  "(?:are|r) (?:you|u) (?:guys |currently |still )?(?:hiring|recruiting|looking for (?:staff|people|a (?:stylist|therapist|barber)))|vacanc(?:y|ies)|(?:job|work) (?:opening|offer|application|opportunit(?:y|ies))s?|looking for (?:a job|work|a position)|my (?:cv|resume)|(?:years?'?|yrs) (?:of )?experience|we (?:supply|sell|offer|provide|distribute|manufacture)|our (?:products|range|company offers)",
)

/** A wish that is none yet: a time is told, and booked only when it was asked for once more. */
const TENTATIVE = whole(
  "(?:just|only) (?:asking|wondering|curious|checking|looking|enquiring|inquiring|browsing)|not (?:booking|ready to book|looking to book)|(?:i|we) (?:might|may)(?: (?:just|also|possibly|perhaps))?(?: not)? (?:come|pop|book|be|go|want|need|get|have|take|drop)|(?:i'll|i will|will|we'll|we will|let me)(?: have to)? (?:let (?:you|u) know|get back to (?:you|u)|confirm later|be in touch|check (?:with|my|if|first))|haven't decided|not (?:yet )?(?:decided|sure (?:yet|if i|whether i|that i))|still deciding|before i (?:decide|book|commit)|hypothetically|theoretically|in theory|imagine|if i (?:came|were to|was to|wanted|decided|ever|did) ",
)

/** "If I cancel, do you charge?" asks about the rule and cancels nothing. */
const RULE_ASKED = whole(
  "(?:if|when|whenever|in case|suppose|what if|unless) (?:i|we|someone|somebody|people|you)(?: (?:ever|need|needed|have|had|want|wanted|were|was|would|wish|decide|decided|happen|must|do|should|might))*(?: to)? (?:cancel|reschedule|move|postpone|change|can't (?:make it|come)|cannot (?:make it|come)|miss)|(?:cancellation|cancelling|cancel(?:l?ing)?|rescheduling|no[- ]show) (?:fee|fees|policy|policies|charge|charges|terms|rules?)|(?:can|could|may|is it possible to|am i able to|how (?:do|can|would) i) ?(?:i )?(?:still |also |always )?(?:cancel|reschedule|move it|postpone)(?: it)? (?:later|afterwards|for free|free of charge|if|without)",
)

/** "Did I cancel it?" wants to know what stands in the book. */
const DONE_ASKED = whole(
  '(?:did|have|has|had|was|were) (?:i|we|you|she|he|my (?:appointment|booking|visit)|it)(?: (?:already|actually|really|even|ever|not|been))* (?:cancel(?:l?ed)?|moved?|reschedul(?:e|ed)|postponed?|changed?)',
)

/** The text without what is only told; places stay the same. */
export function withoutAsides(text: string): string {
  const meant = toldClauses(text).reduce((left, { start, end }) => blank(left, start, end), text)
  if (!/[a-z]/u.test(meant)) return meant
  return TOLD.reduce((left, pattern) => {
    for (const match of left.matchAll(pattern)) left = blank(left, match.index, match.index + match[0].length)
    return left
  }, meant)
}

/** Whether somebody writes who is no client. */
export function isNoClient(text: string): boolean {
  return occurs(WRONG_CHAT, text) || occurs(NO_CLIENT, text) || occurs(RUSSIAN_NO_CLIENT, text)
}

/** Whether nothing is to be booked on these words alone. */
export function isTentative(text: string): boolean {
  return occurs(TENTATIVE, text) || occurs(CONDITION, text) || occurs(HABIT, text) || occurs(RUSSIAN_TENTATIVE, text)
}

/** Whether the sentence asks for something, or is no sentence at all: "manicure friday at 3". */
export function isRequest(sentence: string): boolean {
  if (TELLING_QUESTION.test(sentence)) return false
  return sentence.includes('?') || occurs(REQUEST, sentence) || !occurs(FINITE, sentence)
}

/** Takes out the changes to a visit that are only asked about. */
export function withoutAskedRules(found: Set<Intent>, text: string): void {
  const isOfState = occurs(DONE_ASKED, text)
  if (!isOfState && !occurs(RULE_ASKED, text) && !occurs(RUSSIAN_RULE_ASKED, text)) return
  for (const intent of ['cancel', 'move', 'mine'] as const) found.delete(intent)
  if (isOfState) found.add('mine')
}
