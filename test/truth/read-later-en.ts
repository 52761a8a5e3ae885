import { type Family, variants } from './family.ts'

/** Families that were held out after those, and have been read since, too. */
export const READ_LATER_EN: readonly Family[] = [
  {
    name: 'to a friend',
    kind: 'booked',
    phrasings: variants(`
[Yay|Woop woop|Sweet], {bareday} at {time} is [all you|yours, hun]!
[Hey lovely|Honey], [we'll be waiting|see ya] {day} at {time} 💅
You're [on our list|in our book] {forday} at {time}, [hugs|xo].
[Here's|There's] your booking: {bareday}, {time}, {emp}.
The pampering starts {day} at {time}, {emp} [is already excited|is getting your chair ready].
`),
  },
  {
    name: 'what the desk is doing',
    kind: 'booked',
    phrasings: variants(`
[I hit the button|I typed it all in], and the booking [went in|showed up]: {bareday}, {time}.
I [opened the planner|went into the system] and [keyed|wrote] you in {forday} at {time}.
I've just [run|completed] your booking {forday} at {time}.
[Sorry for the wait|Thanks for your patience], you're [already on the schedule|in now] {forday} at {time}.
The system [accepted|saved] your visit {day} at {time}.
`),
  },
  {
    name: 'from when till when',
    kind: 'booked',
    phrasings: variants(`
{day} from {time} [the chair is yours|you're with us].
We start {day} at {time} and [finish in an hour|need an hour], {emp} [will greet you|will look after you].
Your hour is {bareday} at {time}.
{emp} [freed up|moved things round to give you] {bareday} at {time}.
Time of visit: {bareday}, {time}; [stylist|specialist]: {emp}.
`),
  },
  {
    name: 'paid and settled',
    kind: 'booked',
    phrasings: variants(`
[The payment came through|We got your payment], your place {day} at {time} is [guaranteed|fixed].
We've [agreed on|settled on] {bareday} at {time}, {price}.
[Deal|It's a deal]: {service}, {bareday}, {time}, {price}.
Your {service} {day} at {time} is [a done deal|set in stone].
`),
  },
  {
    name: 'moved in passing',
    kind: 'moved',
    phrasings: variants(`
Fine, I've [shifted|moved|slid] you to {bareday} at {time}.
Since {old.bareday} doesn't suit, I [moved|switched] you to {bareday} at {time}.
[No problem|Easy], the visit [has been shifted|was moved] to {bareday} at {time}.
Booking [changed|amended]: was {old.bareday}, is {bareday} at {time}.
`),
  },
  {
    name: 'cancelled with regret',
    kind: 'cancelled',
    phrasings: variants(`
Sorry you [can't make it|won't come], I've [cancelled|removed] your booking {forday}.
[Noted|Understood], there's no visit {day} any more.
[Pulled|Withdrew] your booking {forday}, [come again|until next time].
Your time {day} [is free again|has been released].
`),
  },
  {
    name: 'news of the house',
    kind: 'harmless',
    phrasings: variants(`
{day} we have [an open day|a workshop], it starts at {time}.
From {bareday} [prices change|there is a new menu].
{emp} is [back from holiday|with us again], [she missed you all|how nice].
[A special|A discount] on {service} until {bareday}: {price}.
{day} at {time} [new equipment arrives|the water is cut off] here.
A new stylist, {emp}, [starts|begins] {day}.
`),
  },
  {
    name: 'either, or',
    kind: 'harmless',
    phrasings: variants(`
Either {bareday} at {time} or [Sunday|Tuesday] morning, [you choose|what do you think?]
{bareday} at {time} works, and so does [the evening|later].
{emp}: {time} {day}; [Marina|Dmitry]: 6:30 pm, [up to you|which is nearer?]
To choose from: {bareday} at {time} [or 7 pm|and 7 pm].
{bareday} at {time}, [would that do|does that work|any good]?
`),
  },
  {
    name: 'what is still missing',
    kind: 'harmless',
    phrasings: variants(`
All that's missing is your number to [fix|secure] {bareday} at {time}.
Before I [write|put] you in {forday} at {time}, [what's your name?|I need a phone.]
{bareday} at {time} is [still open to question|not final yet].
[I'm waiting|We're waiting] for your [answer|confirmation] about {bareday} at {time}.
Your request {forday} is [still being looked at|waiting for the stylist].
`),
  },
  {
    name: 'advice',
    kind: 'harmless',
    phrasings: variants(`
[Allow|Reckon with] an hour for a {service}, that makes {price}.
Before the treatment [eat something|stay out of the sun].
{emp} [is experienced|works neatly], a {service} with her is {price}.
Towards {bareday} [places go fast|hardly anything is left].
It's [wise|best] to book early, {bareday} is [crowded|usually full].
`),
  },
  {
    name: 'who may have been meant',
    kind: 'harmless',
    phrasings: variants(`
[It seems|I think] you mean {bareday}, [is that so?|right?]
You [asked|wondered] whether {emp} is free {day}, [I'm looking|let me find out].
Is it [your friend|your husband] who is booked {forday}?
If {bareday} at {time} is [taken|no good], [I'll suggest another|I'll look further].
I'm not [sure|certain] that you're booked {forday}, [I'll check|I'll ask].
`),
  },
  {
    name: 'by the way of an answer',
    kind: 'booked',
    phrasings: variants(`
We're easy to find, and [your booking|your visit] is {bareday} at {time}.
[Cards are fine|There's parking], and yes, you're [in the book|on the sheet] {forday} at {time}.
You needn't ring back, [I've marked you down|they've added you] {forday} at {time}.
[My answer|In short]: {emp}, {bareday}, {time}, you're [entered|signed up].
`),
  },
  {
    name: 'as from a voice',
    kind: 'booked',
    phrasings: variants(`
Hello Maria, [it's the salon|good day], we have you here {forday} at {time}.
Right then, {bareday}, {time}, {emp}, [wrote you in|got you].
Let's see, {service}, {bareday}, {time}... [Typed in|There, in it goes]!
You're {bareday} at {time} with {emp}, [bye now|bye-bye].
`),
  },
  {
    name: 'moved for the staff',
    kind: 'moved',
    phrasings: variants(`
{emp} asked us to, so we [shifted|bumped] you to {bareday} at {time}.
Your visit [went over|slipped] to {bareday} at {time}.
[Reassigned|Rebooked] you: {bareday}, {time}.
`),
  },
  {
    name: 'cancelled for short',
    kind: 'cancelled',
    phrasings: variants(`
[Scratch that|Gone], your booking {forday} is [out|deleted].
{bareday} [crossed out|cancelled for you].
The visit {day} is [erased|wiped|removed from the system].
`),
  },
  {
    name: 'thinking aloud',
    kind: 'harmless',
    phrasings: variants(`
Hm, {bareday} at {time}... [let me think|I'd have to look].
I'll [try|do my best] to find a place {day} at {time}.
{day} at {time} there [seemed|used] to be a gap, [I'll look|I'll ask].
Let's see: {emp}, {bareday}, {time}, [I doubt it|hardly].
`),
  },
  {
    name: 'numbers for the record',
    kind: 'harmless',
    phrasings: variants(`
We're [open|here] from 9 to 9, {day} until 6.
It's [seven|five] minutes from the station, number 15, door 3.
A course of [five|three] is {price}, [cheaper than single visits|a saving].
{Service}: [60|90] minutes, {price}, done by {emp}.
We've been around for 15 years, with [27 stylists|30 rooms].
`),
  },
  {
    name: 'with great care',
    kind: 'harmless',
    phrasings: variants(`
[To be safe|Just in case], let me repeat: you want a {service} {day} at {time}?
I'm not [fixing|putting down] anything {forday} yet, [take your time|think it over].
A booking {forday} at {time} requires [a confirmation|a deposit].
Somebody will [ring|write to] you about {bareday}.
`),
  },
]
