import { type Family, variants } from './family.ts'

/** Families that the detector was tuned with. */
export const TUNED_EN: readonly Family[] = [
  {
    name: 'colloquial verbs',
    kind: 'booked',
    phrasings: variants(`
I've [popped|stuck|slipped|chucked] you in {forday} at {time}.
[Got|Have] you down {forday} at {time} with {emp}.
I've [nabbed|grabbed|bagged|snagged] you {bareday} at {time}.
I [popped|squeezed|fitted] you in with {emp} {day}.
We [wangled|fixed] you {bareday} at {time} with {emp}.
I've put your name [down|against] {bareday} at {time}.
I've [jotted|marked] you in the diary {forday} at {time}.
`),
  },
  {
    name: 'whose the time is',
    kind: 'booked',
    phrasings: variants(`
{bareday} at {time} is [yours|all yours|your time].
The {time} slot {day} is [now yours|under your name|taken by you].
We're keeping {time} {day} for you.
Nobody else gets {bareday} at {time}, it's yours.
The place {day} at {time} [has your name on it|is locked in for you].
{bareday} at {time} has been put aside for Maria.
{bareday} {time} stands under your name.
`),
  },
  {
    name: 'in few words',
    kind: 'booked',
    phrasings: variants(`
[Noted|Booked|In|Fixed]! {bareday} at {time}, {emp}.
[Ok|Okay|Right], {bareday} {time}, {emp}. [See you!|See you then!]
{bareday}, {time}, {emp}. [Booked.|Locked.|Sorted ✅]
You're in {forday} at {time}.
[Yes|Done] 👌 {bareday} {time}, {emp} is ready for you.
You: {bareday}, {time}, {emp}.
`),
  },
  {
    name: 'with ceremony',
    kind: 'booked',
    phrasings: variants(`
[We have the honour of informing you|We are delighted to let you know] that your visit takes place {day} at {time}.
[With great pleasure|Gladly] I [announce|report] your booking {forday} at {time}.
Thank you for your booking {forday} at {time}!
Dear Maria, you are [invited|awaited] {day} at {time}.
Thanks for booking {bareday} at {time}, [we look forward to it|we can't wait].
`),
  },
  {
    name: 'without details',
    kind: 'done',
    phrasings: variants(`
[Consider it done|It's in the bag|That's that sorted]!
[All taken care of|All arranged|It's settled|Mission accomplished].
[Done and dusted|All done], [Maria|as you asked].
Your wish has been [granted|carried out].
Done, [you're welcome|no need to worry].
`),
  },
  {
    name: 'moved: what was done',
    kind: 'moved',
    phrasings: variants(`
I've [bumped|nudged|slid|switched] you to {bareday} at {time}.
I've [pushed|put] your visit [back|forward] to {bareday} at {time}.
I [redid|rearranged] your booking from {old.bareday} to {bareday}.
[Swapped|Switched] your time to {bareday} at {time}.
We've [flipped|traded] your {old.bareday} for {bareday} at {time}.
`),
  },
  {
    name: 'cancelled: how it stands now',
    kind: 'cancelled',
    phrasings: variants(`
Your visit {day} is [no longer on the books|off|history].
You [no longer have|don't have] anything {day} any more, it's cancelled.
You're [off the list|out of the diary] {forday}.
The visit {day} is [called off|not happening any more].
We're [no longer expecting|not expecting] you {day}.
The booking {forday} is [void|null and void].
`),
  },
  {
    name: 'as a system says it',
    kind: 'booked',
    phrasings: variants(`
[Booking|Visit|Reservation] status: [confirmed|active]. {bareday}, {time}.
Booking number A-1734, {bareday}, {time}.
[Event|Visit] added to the calendar: {bareday}, {time}, {service}.
Booking no. 118 created, starting {bareday} at {time}.
[Reminder|Memo]: {bareday}, {time}, {service}, {emp}.
`),
  },
  {
    name: 'proposals',
    kind: 'harmless',
    phrasings: variants(`
[What if we say|How about] {bareday} at {time}?
I'd [suggest|recommend|go for] {bareday} at {time} with {emp}.
{bareday} at {time} would be [better|nicer], [it's quiet then|there's less noise].
Shall we [say|pencil in] {bareday} at {time}?
A good [choice|option]: {bareday}, {time}.
{emp} [will take|takes] you {day} at {time} if you [want|decide].
{bareday} at {time} [might suit you|could be handy].
`),
  },
  {
    name: 'questions',
    kind: 'harmless',
    phrasings: variants(`
[Put you down|Write you in|Book you] {forday} at {time}?
[Are you coming|Will you come] {day} at {time}?
Are you sure you can [make|manage] {bareday} at {time}?
Do we [cancel|move|keep] your visit {day} at {time}?
{bareday}, {time}, {emp}, {price}: [all right|is that correct|do you confirm]?
Where should your visit go: {bareday} or later?
`),
  },
  {
    name: 'denials',
    kind: 'harmless',
    phrasings: variants(`
You're not [in the diary|on the list] {forday} at {time} yet.
I haven't [moved|cancelled|booked] anything, [I only looked|just checking].
You aren't [booked|down] {forday} at {time}.
I [won't|didn't] book you {forday} without your say.
I [don't see|can't find] a visit {day}.
There was no cancellation, your visit was not touched.
`),
  },
  {
    name: 'hours and prices',
    kind: 'harmless',
    phrasings: variants(`
{day} we're [open|here] from 9 to 9.
{emp} [is in|works] {day} from noon.
We [ask|charge] {price} for a {service}, [an hour of work|materials included].
A {service} with {emp} is {price}, [just over an hour|about an hour].
The last client {day} is at {time}.
We're [closed|off] {day} and [open again|back] on Tuesday.
`),
  },
  {
    name: 'small talk',
    kind: 'harmless',
    phrasings: variants(`
[Have a lovely day|Enjoy your week|All the best]!
[I passed it on|I made a note], [thank you|we'll keep it in mind].
I [hear|understand] you, [one second|let me look].
We [adore|love] guests like you, thank you!
Glad you [liked it|enjoyed it] with {emp}!
[How was the trip|How was your holiday]? Do tell!
`),
  },
  {
    name: 'what happens next',
    kind: 'harmless',
    phrasings: variants(`
[Let me see|One minute, I'm looking] what {emp} has {day} at {time}.
[The manager|A colleague] will [write to you|call you|ring you] {day} at {time}.
I'll answer you {day} at {time}, [is that fine|okay].
I'm [checking|asking] {emp} about {bareday} at {time}.
The request {forday} goes out after you confirm.
We'll remind you the day before at noon.
`),
  },
  {
    name: 'others and before',
    kind: 'harmless',
    phrasings: variants(`
{bareday} at {time} [is another client's|went to another guest|is somebody else's].
{emp} is [fully booked|packed|chock-a-block] {day}.
Last time you [were|sat] with {emp}.
Usually people book {bareday} a week ahead.
Guests often [move|cancel] {bareday}, and then the time is free.
`),
  },
]
