import { type Family, variants } from './family.ts'

/** Families that were held out until they were measured once; tuned with since. */
export const ONCE_HELD_EN: readonly Family[] = [
  {
    name: 'letters',
    kind: 'booked',
    phrasings: variants(`
Dear Maria, [here are|please find] the details of your visit: {bareday}, {time}, {service}, {emp}, {price}.
We hereby [inform you|confirm] that {emp} [will receive|will attend to] you {day} at {time}.
Your [attendance|reservation] {day} at {time} [has been recorded|is on file].
We are [happy|pleased] to welcome you {day} at {time}.
Until we meet {day}, {emp} [will be there|awaits you] at {time}.
`),
  },
  {
    name: 'in a hurry',
    kind: 'booked',
    phrasings: variants(`
[ok booked|put you in|wrote you down] {forday} at {time}
{bareday} {time} [is you|got it, you're there]
[done|all good], {emp}, {bareday} {time}
you're {bareday} {time}, [don't forget|see you]
`),
  },
  {
    name: 'another time for it',
    kind: 'moved',
    phrasings: variants(`
We've [rebooked|rescheduled|shuffled] you to {bareday} at {time}.
Your visit is [shifted|moved] to {bareday}, {time}.
I [changed|altered] the time of your visit: {bareday}, {time}.
`),
  },
  {
    name: 'no visit any more',
    kind: 'cancelled',
    phrasings: variants(`
The [visit|booking|reservation] {forday} [is cancelled|was deleted|has been removed].
We [took|removed] you off the schedule {forday}.
You're [no longer expected|not expected any more] {day}.
`),
  },
  {
    name: 'sales talk',
    kind: 'harmless',
    phrasings: variants(`
[All November|Until the end of the month] a {service} is only {price}!
[Hurry|Be quick], until {bareday} only [three places|a few places] left.
{Service} plus mask for {price}, [our favourite|your nails will thank you].
{emp} is in [on weekdays|every other day], a {service} is {price}.
{day} [almost everything is free|there's plenty of free time].
`),
  },
  {
    name: 'a choice to make',
    kind: 'harmless',
    phrasings: variants(`
[Here's what I found|Free times]:\\n- {bareday}, {time}\\n- Tuesday, 6 pm
{bareday}, {time} or 6:30 pm, [which one?|what suits you better?]
[Keep|Put] you {forday} at {time} or [look further|try another day]?
Write to me if {bareday} at {time} [suits|works].
For {bareday} there's [only the evening|morning and evening].
`),
  },
  {
    name: 'plainly nothing yet',
    kind: 'harmless',
    phrasings: variants(`
Nothing is [booked|arranged] yet, [I need your phone|I need your name].
There's no booking {forday} [yet|in your name].
I [wasn't able|failed] to book you {forday} at {time}.
{bareday} at {time} is [already taken|gone].
`),
  },
]
