import { type Family, variants } from './family.ts'

/** Families that were held out at first, and have been read and tuned with since. */
export const READ_EN: readonly Family[] = [
  {
    name: 'who waits',
    kind: 'booked',
    phrasings: variants(`
[See you|Catch you|See ya] {day} at {time}[!|, Maria!| in the salon.]
{emp} [is expecting you|will be at the door for you] {day} at {time}.
{emp} [can't wait to meet you|will have coffee ready for you] {day} at {time}.
We'll [roll out the red carpet for you|keep the kettle on for you] {day} at {time}.
{emp}'s chair [has your name on it|is yours] {day} at {time}.
Don't be late: {emp} starts with you {day} at {time}.
Till {bareday} at {time}, [take care|then]!
`),
  },
  {
    name: 'cards',
    kind: 'booked',
    phrasings: variants(`
✅ {Service}\\n📅 {bareday}\\n🕒 {time}\\n👩 {emp}\\n[See you then!|Status: active]
**You're booked**\\n- service: {service}\\n- when: {bareday}, {time}\\n- with: {emp}\\n- price: {price}
Your ticket: {service} / {bareday} / {time} / {emp}
Booking confirmation\\n{bareday} {time}, {service}, {emp}
1. {Service}: {bareday}, {time} ([done|secured])
| Service | Date | Time |\\n| {service} | {bareday} | {time} |\\nStatus: [confirmed|booked].
`),
  },
  {
    name: 'the staff know',
    kind: 'booked',
    phrasings: variants(`
{emp} [knows you're coming|is aware that you are coming] {day} at {time}.
{emp} [has taken you on|has you on her list|put you in her column] {forday} at {time}.
The front desk [has logged you in|put you on the sheet] {forday} at {time}.
{emp} [kept|cleared] {bareday} at {time} for you.
You're [with|on the list of] {emp} {day} at {time}.
Our manager [sorted it|took care of everything], {bareday} at {time}.
`),
  },
  {
    name: 'nobody in particular',
    kind: 'booked',
    phrasings: variants(`
The reservation [has been entered|was processed|went through]: {bareday}, {time}.
A [chair|table|slot] [was set aside|has been allocated] for you {day} at {time}.
Entry [made|created] in the calendar: {bareday}, {time}, {service}.
The {service} [was scheduled|got booked] {forday} at {time}.
The {time} slot {day} [went to you|now belongs to you].
The appointment [stands|is on record] {forday} at {time}.
`),
  },
  {
    name: 'yes to a question',
    kind: 'booked',
    phrasings: variants(`
Yes, [that's right|all correct|everything stands]: {bareday} at {time} with {emp}.
[Yep|Absolutely|Sure thing], [you're on the sheet|we've got you|you're down] {forday} at {time}.
[Yes|Correct], {bareday} at {time} you're with {emp}.
I can see you in the [diary|calendar|planner] {forday} at {time}.
Don't worry, [the slot is yours|your place is safe|nobody will take your spot].
[Still|Same as before]: {bareday} at {time}.
All according to plan, {day} at {time} you have your {service}.
`),
  },
  {
    name: 'moved: how it stands now',
    kind: 'moved',
    phrasings: variants(`
[From now on|As of now] your visit is {day} at {time}, not {old.bareday}.
Instead of {old.bareday} you [come|are coming] {day} at {time}.
Your visit [now sits|has found a new home] {day} at {time}.
The new date [of your visit|for you] is {bareday}, {time}.
The time [has been updated|was corrected]: {bareday}, {time}.
You're no longer {old.day}, you're {day} at {time}.
`),
  },
  {
    name: 'cancelled: what was done',
    kind: 'cancelled',
    phrasings: variants(`
I've [crossed you off|struck you off|scratched you from] the list {forday}.
[Wiped|Dropped|Scrubbed] your booking {forday}.
I [gave your slot back|opened your slot up again|let your slot go] {day}.
[Done|Okay|Alright], [I cancelled it|it's cancelled|that one is gone].
Your booking {forday} [is dead|was axed|has been dropped].
No need to come {day}, [I took you off|it's cancelled].
`),
  },
  {
    name: 'taken for granted',
    kind: 'booked',
    phrasings: variants(`
When you arrive {day} at {time}, [give your name at the door|take the stairs to the second floor].
We've set aside an hour and a half for your visit {day} at {time}.
Your visit {day} at {time} comes to {price}.
{day} at {time}, please bring [spare shoes|a photo of what you like].
By the time you get here {day} at {time}, {emp} will have everything ready.
`),
  },
  {
    name: 'what there is to choose from',
    kind: 'harmless',
    phrasings: variants(`
[Next up|Coming up] I see {bareday} at {time}, [shall I?|your call.|how's that?]
{emp} has [a gap|nothing on|room] {day} at {time}.
The last [places|gaps] are {bareday} at {time} and 6:30 pm.
{bareday} is [quieter|calmer], {time} or later both work.
[For {bareday}|Looking at {bareday}], there's 11:00, {time} and 7 pm.
I could [hold|keep] {bareday} at {time} for you.
If [you'd like it earlier|earlier is better], there's {bareday} at {time}.
`),
  },
  {
    name: 'on one condition',
    kind: 'harmless',
    phrasings: variants(`
[Say the word|Give me a yes] and {bareday} at {time} is yours.
As soon as you [confirm|decide], I'll put you in {forday} at {time}.
Send me [a number|your phone] and you're booked {forday} at {time}.
The booking {forday} at {time} [appears|goes in] when you press the button.
Without [a number|your name] I can't put you down {forday} at {time}.
I'll cancel {bareday} [if you're sure|once you confirm].
[Change your mind|Need another time]? Write to us and we'll move {bareday}.
`),
  },
  {
    name: 'clearing up',
    kind: 'harmless',
    phrasings: variants(`
So you [need|are after] a visit {day} at {time}, [right?|correct?|is that it?]
Are we talking about {bareday} or another day?
Is it [{emp} or anyone|definitely {emp}] for you?
{bareday}, [are you sure|is that certain]?
I'm putting you down {forday} at {time} with {emp}, [yes?|right?|okay?]
Remind me, [which booking|which visit] should go: {bareday} or the other one?
`),
  },
  {
    name: 'it did not work',
    kind: 'harmless',
    phrasings: variants(`
[Oh no|What a pity|Sadly], {bareday} at {time} [got snapped up|has just gone|went to someone else].
Putting you in {forday} at {time} [failed|didn't work out].
The system [refused|rejected] the cancellation of {bareday}.
The move to {bareday} [hasn't gone through|fell through].
[Your booking|The booking] {forday} at {time} [isn't confirmed|hasn't been made yet].
{emp} is [ill|away|on leave] {day}.
`),
  },
  {
    name: 'rules of the house',
    kind: 'harmless',
    phrasings: variants(`
We hold a booking for 15 minutes, then the time [goes|is open again].
You can cancel a visit 3 hours ahead, [otherwise we keep the deposit|free of charge].
A {service} [comes to|sets you back] {price} and takes [an hour|ninety minutes].
{emp} [works|sees people] {day} from 10 to 7.
The salon is open {day} until 8 pm.
{day} the back entrance is closed until noon.
A visit can be paid [by card|in cash], that's {price}.
Children pay {price} for a {service}, [without washing|with styling].
`),
  },
  {
    name: 'what the client said',
    kind: 'harmless',
    phrasings: variants(`
You [asked for|wanted] {bareday} at {time}, [let me look|one moment].
You [write|say] you're [booked|down] {forday} at {time}, [but I don't see it|I'm checking].
According to you the visit was [cancelled|moved] {day}, [I'll find out|let me check].
You thought {emp} was expecting you {day}, [I understand|it happens].
I see, you [need|are looking for] {bareday} at {time}.
`),
  },
]
