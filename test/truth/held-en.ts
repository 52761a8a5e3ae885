import { type Family, variants } from './family.ts'

/** Families that nothing in the detector was tuned with: only their figures count, and nobody reads what they miss. */
export const HELD_EN: readonly Family[] = [
  {
    name: 'a list of what was settled',
    kind: 'booked',
    phrasings: variants(`
All set! ✨\\n\\n📅 **{bareday}**\\n⏰ **{time}**\\n💅 {Service}\\n👩 With {emp}
Here are your appointment details:\\n- **Service:** {service}\\n- **Date:** {bareday}\\n- **Time:** {time}\\n- **Stylist:** {emp}\\nSee you soon! 💛
So, to recap what we've got:\\n• {service}\\n• {bareday}, {time}\\n• {emp}\\nIt's all locked in.
**Visit summary**\\nWhen: {bareday}, {time}\\nWho: {emp}\\nPrice: {price}
Here's what I have for you 👇\\n🗓 {bareday}, {time}\\n✂️ {Service} with {emp}
`),
  },
  {
    name: "I've gone ahead",
    kind: 'booked',
    phrasings: variants(`
I've gone ahead and [booked|reserved|secured] {bareday} at {time} for you 😊
I went ahead and put you in with {emp} {forday} at {time}.
Great news! I was able to grab {time} {day} for you.
I've taken care of it: {emp} will see you {day} at {time}.
Happy to help! You now have a spot {day} at {time}.
I've penned you in with {emp}, {bareday}, {time} ✅
`),
  },
  {
    name: 'what the system says',
    kind: 'booked',
    phrasings: variants(`
A new appointment has been created under Maria: {bareday}, {time}.
Your reservation {forday} at {time} is now live in our calendar.
The request went through and {bareday} at {time} has been approved.
{Service} {day} at {time}: confirmation received, all good.
The {time} slot {day} is off the market, it belongs to you.
Everything shows as confirmed on our end {forday} at {time}.
`),
  },
  {
    name: 'in two steps',
    kind: 'booked',
    phrasings: variants(`
Added to the calendar. {bareday}, {time}.
I found just what you wanted! Snapped it up for you: {bareday} at {time}.
One sec… Yes, it worked! {emp} has you {day} at {time}.
I checked, and it was open. It isn't any more, because it's yours: {bareday}, {time}.
Alright, Maria. That's done: {bareday}, {time}, {emp}.
Did it just as you asked. We'll be expecting you {day}, {time}.
`),
  },
  {
    name: 'with the words of the client',
    kind: 'booked',
    phrasings: variants(`
You wanted {bareday}, so that's what I did: {bareday} at {time}.
"{bareday} at {time}" it is, you're in the book!
As requested, {emp} is looking forward to having you in {day} at {time}.
To answer your question "did it work?": yes, you're confirmed {forday} at {time}.
`),
  },
  {
    name: 'short',
    kind: 'booked',
    phrasings: variants(`
{bareday}, {time}, {emp} ✅ Booked!
Ok, {bareday} at {time}. See you there!
Got it! {bareday} at {time} with {emp}.
Yep, {bareday}, {time}, that's all correct, you're with us.
{emp}, {bareday}, {time}. Can't wait! 💫
`),
  },
  {
    name: 'with a price',
    kind: 'booked',
    phrasings: variants(`
You're booked with {emp} {day}, {price} payable at the salon.
All confirmed: {service}, {bareday} at {time}, {price} in total.
Your visit {day} is confirmed and comes to {price}.
Your {service} {day} at {time} will be {price}, and the slot is held for you.
`),
  },
  {
    name: 'moved, warmly',
    kind: 'moved',
    phrasings: variants(`
No problem! I've switched you over to {bareday} at {time} 😊
We'll now see you {day} at {time} instead of {old.bareday}.
Your visit now lives {day} at {time}, and the old time has been let go.
I've updated your booking:\\n~~{old.bareday}, {old.time}~~ → **{bareday}, {time}**
Done: rather than {old.bareday} you're coming {day} at {time}.
Your new date and time: {bareday}, {time}.
The reschedule went through, {emp} is expecting you {day} at {time}.
Shifted everything the way you wanted: {bareday} at {time}.
I made the change, and the diary now says {bareday}, {time}.
`),
  },
  {
    name: 'cancelled, kindly',
    kind: 'cancelled',
    phrasings: variants(`
Understood, that's cancelled. Sorry we won't see you {day} 😔
Your appointment {day} at {time} has been taken off, and there's nothing to pay.
The cancellation went through. Just message me if your plans change!
No worries at all, {bareday} is cancelled and we'd love to see you another time.
I've let go of your time {day} at {time}, you're no longer booked.
All right, we won't be expecting you {day}.
Your booking {forday} has been voided free of charge 🙏
I took you off the schedule {forday}.
I've called off the {service} {day}, and {emp} knows.
Your visit {day} has been deleted from the system as you asked.
`),
  },
  {
    name: 'asked for',
    kind: 'requested',
    phrasings: variants(`
Your request {forday} at {time} has gone to the front desk.
I've passed your request on to the salon: {bareday}, {time}.
I put in a request for you {forday}, they'll answer within the hour.
Your request for a {service} {day} is registered and awaiting confirmation.
`),
  },
  {
    name: 'only that it is done',
    kind: 'done',
    phrasings: variants(`
It's all done, no need to worry!
Done, Maria 💛
Your wish has been taken care of.
That worked, thank you for your patience!
All sorted on my end ✅
`),
  },
  {
    name: 'offers',
    kind: 'harmless',
    phrasings: variants(`
I can offer {bareday} at {time} with {emp}, or something closer to the evening. Which is better?
There's an opening {day} at {time}. [Shall I grab it?|Does that work?]
I see {time} {day} is open. Want me to set it up?
Here's what I found:\\n1. {bareday}, {time}\\n2. {bareday}, 6 pm\\nWhich one works for you?
How does {bareday} at {time} sound? {emp} is in that day.
Lovely, {bareday}! What time suits you?
Okay, I'll check {bareday} at {time} and get back to you.
One moment while I look at the schedule {forday}.
`),
  },
  {
    name: 'asks for a yes',
    kind: 'harmless',
    phrasings: variants(`
So I'm booking you with {emp} {forday} at {time}, is that right?
Please confirm: {service}, {bareday}, {time}, {emp}. The price is {price}.
Let's double-check:\\n• {Service}\\n• {bareday}, {time}\\n• {emp}\\nAll correct?
Just one step left for {bareday} at {time}: tap Confirm.
To lock in {time} {day}, just say yes.
Am I right that you'd like {bareday} at {time}?
Nothing is booked yet: I'm waiting for your yes about {bareday}.
`),
  },
  {
    name: 'what did not work',
    kind: 'harmless',
    phrasings: variants(`
Unfortunately, {bareday} at {time} is fully taken.
I wasn't able to book you {forday}: somebody was quicker.
{emp} is off {day}, but other stylists are in.
I don't see a booking at that time.
The cancellation didn't go through yet, I'll try again.
Moving to {bareday} didn't work out, {emp} is already busy.
`),
  },
  {
    name: 'if and when',
    kind: 'harmless',
    phrasings: variants(`
If {bareday} at {time} doesn't work, we'll find another time.
As soon as {emp} confirms, I'll message you.
Bookings can be cancelled up to 24 hours ahead.
Once you've decided, I'll book you in {forday}.
If you'd like {bareday}, better decide today: it's nearly full.
`),
  },
  {
    name: 'of the house',
    kind: 'harmless',
    phrasings: variants(`
A {service} is {price} and takes about an hour.
On Fridays we're open until 9 pm, and {emp} works on even days.
You can book here or by phone, and new times come up every morning.
It's best to cancel a visit at least a day ahead.
{emp} sees clients {day} from 10 to 7.
`),
  },
  {
    name: 'what the client said',
    kind: 'harmless',
    phrasings: variants(`
You wrote "book me {forday}": with whom would you like it?
You mentioned {bareday}: are you thinking morning or evening?
I understand you're interested in a {service} {day}. Let me have a look.
You say {emp} promised you {bareday}? I'll ask her.
I've saved your number, thanks! Which day suits you?
I've noted that you're allergic to gel.
Thank you, Maria! What else can I do for you?
`),
  },
]
