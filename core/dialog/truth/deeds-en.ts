import type { Deed } from './deed.ts'
import { words } from './plain.ts'

const all = (source: string) => words(source, 'g')

/** Words that may stand between the parts of a deed; none of them turns it round. */
const GAP = String.raw`(?:\s+(?!(?:not|never|no|nothing|if|when|once|until|unless|can|could|may|might|would|should|will|to|cannot|isn't|wasn't|hasn't|haven't|aren't|don't|but|must|or)\b)[\p{L}\p{N}:,.'/-]+)`

const VISIT = `(?:appointments?|bookings?|visits?|reservations?|sessions?|haircut|manicure|pedicure|massage|treatment)`
const PLACE = `(?:slot|spot|place|seat|chair|time)`
const ANY = String.raw`(?<!\b(?:an?|any|each|every|all|no|most|some|other|another)\s)(?<!\b(?:an?|any|each|every|all|no|most|some|other|another)\s\p{L}+\s)`
const IS = `(?:is|are|was|were|has been|have been|'s been|'s|got|has now been|has already been|now stands|stands|went|looks|comes up as|shows as|remains)`
const BE = String.raw`(?:'re|\s+are|\s+have been|'ve been|'re now|\s+are now|\s+got)`
const I = String.raw`(?<!\b(?:if|when|once|after|before|until|unless|that|think) )\b(?:i|we|anna|our team|the team|the desk)(?:'ve|\s+have|'m having|\s+had|\s+just|\s+did)?`
const YOURS = String.raw`(?:you|your|it|this|that|the|them|both|everything|us|an?|yours)\b`

const BOOKED_YOU = String.raw`(?:booked|added|scheduled|confirmed|set(?: up)?(?= (?:for|with|on|at|in|up)\b)|signed up|registered|down|in for|in at|in on|in with|in the (?:diary|book|calendar|schedule|system)|on the (?:books|schedule|calendar|list for|diary)|locked in|good to go|pencil+ed in|slotted in|slotted|reserved|sorted|expected|enrolled|squeezed in|all yours|on for)`
const BOOKED_VISIT = `(?:booked|confirmed|scheduled|made|set|reserved|secured|complete|completed|finali[sz]ed|created|placed|in place|through|locked in|active|saved|on the (?:books|calendar|schedule)|in (?:the|our) (?:calendar|diary|schedule|system|book)|good to go|sorted|successful|registered|approved|accepted|arranged|processed|yours|all set|settled)`
const MOVED = `(?:moved|rescheduled|changed|shifted|updated|postponed|pushed(?: back)?|switched|transferred|rebooked|re-booked|brought forward|swapped|bumped|amended|modified)`
const CANCELLED = `(?:cancel+ed|removed|deleted|called off|voided|withdrawn|off the (?:books|schedule|calendar|list)|gone|released|scrapped|dropped|taken off|freed up|freed)`

const OPENING = String.raw`^[^\p{L}\p{N}]*(?:(?:great|perfect|ok|okay|alright|all right|lovely|excellent|sure|yes|of course|wonderful|right|so|and|all|done|there you go|good news|great news|hooray|super|fantastic|brilliant|awesome|thanks|thank you|no problem|got it|successfully|now|just|officially|consider it|certainly|absolutely)[\s,!:.-]+)*`

/** What a desk says in English when a visit was booked, moved or cancelled, or stands. */
export const ENGLISH_DEEDS: readonly Deed[] = [
  {
    kind: 'cancelled',
    denies: true,
    pattern: all(
      String.raw`\b(?:no longer|not)\s+(?:be\s+)?(?:booked any ?more|on the (?:books|schedule)|have an? (?:appointment|booking|visit))|\bno longer (?:booked|scheduled|have|expect\p{L}*|stands|in (?:the|our))\b`,
    ),
  },
  { kind: 'cancelled', pattern: all(String.raw`${I}${GAP}{0,3}?\s+(?:cancel+ed|called off|scrapped|voided)\b`) },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`${I}${GAP}{0,3}?\s+(?:removed|deleted|dropped|taken|took|released|withdrawn|withdrew|freed)\s+(?:you|your|it|that|the|this)\b(?! on\b)`,
    ),
  },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`${ANY}\b(?:${VISIT}|${PLACE}|it|that|this(?! \p{L}+day)|everything|all)${GAP}{0,8}?\s*(?:\s|(?='))${IS}${GAP}{0,3}?\s+${CANCELLED}\b`,
    ),
  },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`\byou${BE}${GAP}{0,2}?\s+(?:cancel+ed|off the (?:books|schedule|calendar|list)|taken off|removed|unbooked)\b`,
    ),
  },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`${OPENING}(?:cancel+ed|deleted|removed|called off)\b(?!\s+(?:visits|appointments|bookings))`,
    ),
  },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`\b(?:the |your )?cancel+ation${GAP}{0,4}?\s+(?:done|complete|completed|confirmed|through|processed|successful)\b`,
    ),
  },
  { kind: 'cancelled', pattern: all(String.raw`\b(?:was able|managed|have been able) to cancel\b`) },
  {
    kind: 'cancelled',
    pattern: all(String.raw`\byour ${PLACE}${GAP}{0,6}?\s+(?:is|are|has been|was)\s+(?:free|open|available) again\b`),
  },
  {
    kind: 'moved',
    pattern: all(String.raw`\b(?:was able|managed|have been able) to (?:move|reschedule|change|shift|switch)\b`),
  },
  {
    kind: 'moved',
    pattern: all(
      String.raw`\bthe (?:change|move|rescheduling|switch)${GAP}{0,4}?\s+(?:done|complete|completed|confirmed|through|processed|successful|made)\b`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:was able|managed|have been able) to (?:book|get|fit|squeeze|put|reserve|secure|schedule|arrange|find you)\b`,
    ),
  },
  { kind: 'cancelled', pattern: all(String.raw`\bi'?m cancel+ing (?:your|it|the)\b`) },

  {
    kind: 'moved',
    pattern: all(
      String.raw`${I}${GAP}{0,3}?\s+(?:moved|rescheduled|postponed|rebooked|re-booked)\b(?!\s+(?:in|house|here|to (?:a new|another) (?:address|place|building))\b)`,
    ),
  },
  {
    kind: 'moved',
    pattern: all(
      String.raw`${I}${GAP}{0,3}?\s+(?:changed|shifted|switched|pushed|bumped|brought|swapped|updated|transferred|amended|modified)\s+(?:your|it|the|that|you|this)\b(?!\s+(?:name|number|phone|details|prices?|question|request to))`,
    ),
  },
  {
    kind: 'moved',
    pattern: all(
      String.raw`${ANY}\b(?:${VISIT}|${PLACE}|it|that|everything)${GAP}{0,8}?\s*(?:\s|(?='))${IS}${GAP}{0,3}?\s+${MOVED}\b`,
    ),
  },
  {
    kind: 'moved',
    pattern: all(String.raw`\byou${BE}${GAP}{0,2}?\s+(?:moved|rescheduled|rebooked|re-booked|switched)\b`),
  },
  {
    kind: 'moved',
    pattern: all(String.raw`${OPENING}(?:moved|rescheduled|rebooked|updated|postponed|switched|swapped|changed)\b`),
  },

  {
    kind: 'requested',
    pattern: all(
      String.raw`\b(?:request|enquiry|inquiry)\b${GAP}{0,9}?\s+(?:${IS})${GAP}{0,2}?\s+(?:sent|submitted|received|placed|registered|passed on|in)\b`,
    ),
  },
  {
    kind: 'requested',
    pattern: all(
      String.raw`${I}${GAP}{0,2}?\s+(?:sent|submitted|placed|registered|forwarded)\s+(?:your|the|a)\s+(?:\p{L}+\s+)?request\b`,
    ),
  },

  { kind: 'booked', pattern: all(String.raw`\byou${BE}${GAP}{0,3}?\s+${BOOKED_YOU}\b`) },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${I}${GAP}{0,3}?\s+(?:booked|scheduled|reserved|secured|arranged|pencil+ed|slotted|squeezed|registered|locked)\b(?!\s+(?:solid|up|out)\b)`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${I}${GAP}{0,3}?\s+(?:confirmed|finali[sz]ed|completed|made(?! an? (?:note|list|mistake|suggestion))|created|entered|saved|blocked|set up|set|organi[sz]ed|sorted|fixed|processed|placed)\s+${YOURS}${GAP}{0,4}?\s*(?:\b(?:${VISIT}|${PLACE})\b|\bfor you\b|$)`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${I}${GAP}{0,3}?\s+(?:put|signed|added|got|entered|noted|marked|fit|fitted|have|get|stuck)\s+you(?:r (?:visit|appointment|booking))?${GAP}{0,3}?\s+(?:down|in|up|booked|scheduled|set|confirmed|a (?:slot|spot|place)|to (?:the|our|anna|her|his)|on|with|for|at)\b(?!.*\b(?:waiting ?list|back|forward))`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(String.raw`${ANY}\b${VISIT}${GAP}{0,8}?\s*(?:\s|(?='))${IS}${GAP}{0,3}?\s+${BOOKED_VISIT}\b`),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:your|you a)\s+(?:\p{L}+\s+)?${PLACE}${GAP}{0,8}?\s*(?:\s|(?='))${IS}${GAP}{0,3}?\s+(?:booked|confirmed|scheduled|set|reserved|secured|saved|locked in|yours|held)\b`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`(?:\b(?:${PLACE}|it|that|an?|the)\b${GAP}{0,9}?|[ap]m|\d)(?:'s|\s+is|\s+has been|\s+have been)${GAP}{0,3}?\s+(?:all )?(?:yours|(?:booked|made|reserved|saved|secured|blocked|set aside|confirmed|scheduled|arranged|held)(?: \p{L}+){0,2}? (?:for you|in your name|under your name))\b`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`(?:^|[\s,!-])(?:it|that|this|everything|all)(?:'s|\s+is|\s+has been)${GAP}{0,2}?\s+(?:booked|confirmed|scheduled|reserved|in the (?:diary|book|calendar|schedule|system)|official|on the books|a date|locked in|arranged)\b(?!\s+(?:by|already))`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${OPENING}(?:booked|confirmed|reserved|scheduled|secured)\b(?!\s+(?:visits|appointments|bookings|times|slots|clients|solid|up|out)\b)`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:booking|appointment|reservation) (?:confirmed|complete|completed|made|successful|confirmation)\b`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\byou(?:'ve got|'ve|\s+have|\s+still have|\s+already have|\s+do have|\s+now have)${GAP}{0,4}?\s+${VISIT}\b`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`\bcongrat\p{L}* on your (?:booking|appointment|reservation)\b`) },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b${PLACE} (?:booked|reserved|confirmed|secured)\b|\byour (?:confirmation|booking|reservation|reference) (?:number|code) is\b|\b(?:reservation|booking) reference\b`,
    ),
  },
  // The rest of "Booking no. 4711 is confirmed", in which the point ends no sentence.
  { kind: 'booked', pattern: all(String.raw`^[^\p{L}]*(?:is\s+)?(?:confirmed|booked|reserved|created|made)\b`) },
  { kind: 'booked', pattern: all(String.raw`\bstatus:?\s+(?:confirmed|active|booked|reserved)\b`) },
  { kind: 'booked', pattern: all(String.raw`\bthat's you (?:booked|down|in|sorted|set|all)\b`) },
  {
    kind: 'done',
    pattern: all(
      String.raw`^[^\p{L}\p{N}]*(?:(?:great|perfect|ok|okay|alright|lovely|excellent|sure|yes|wonderful|right|so|and|fantastic|there you go|it's|it is|that's|that is|and that's|everything is|everything's|you are|you're|consider it)[\s,!-]+)*(?:good to go|all (?:done|set|sorted|taken care of|booked|good to go)|done|sorted|taken care of|it's a date|deal|all wrapped up|success)\b(?!\s+(?:with|by)\b)`,
    ),
  },
  { kind: 'done', pattern: all(String.raw`\b(?:you're|you are) all (?:set|sorted|good to go)\b`) },
]
