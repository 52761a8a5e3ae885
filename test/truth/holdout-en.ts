import { lines } from './lines.ts'
import type { Phrasings } from './sets.ts'

/** Phrasings that were written after the detector; what the families taught it was first measured with them, then it met them, too. */
export const HOLDOUT_EN: Phrasings = {
  promises: {
    booked: lines(`
Congratulations Maria, you're coming to {emp} {day} at {time}!
You've secured {bareday} at {time}.
You're penciled in {forday} at {time}.
I've slotted you in with {emp} {day} at {time}.
Your session with {emp} is scheduled {forday} at {time}.
Your spot {day} at {time} is confirmed.
You got the {time} slot {day}!
That's locked in: {bareday} at {time} with {emp}.
Your {service} appointment is booked with {emp}, {price}.
We've saved you a spot {day} at {time}.
I've set you up with {emp} {forday} at {time}.
{emp} has you in the diary {forday} at {time}.
{emp} has confirmed your visit {day} at {time}.
The salon has confirmed your booking {forday} at {time}.
The booking is all done, see you {day} at {time}.
Your appointment is in the system: {bareday}, {time}.
Nice, you're on for {bareday} at {time}.
All good, you're expected {day} at {time}.
A quick reminder that you're booked {forday} at {time}.
We're all looking forward to your visit {day} at {time}.
Your place {day} at {time} is guaranteed.
Okay, I have you booked {forday} at {time}.
Okay, I have you in {forday} at {time} with {emp}.
Your reservation has gone through, {bareday} at {time}.
Thank you Maria, your booking is complete. {bareday}, {time}, {emp}.
I just finished booking your {service} {forday} at {time}.
I have successfully booked {bareday} at {time}.
Woohoo, you're in {day} at {time}!
We'll expect you {day} at {time}.
Your visit on the books is {day} at {time}.
`),
    moved: lines(`
Your session was moved to {bareday} at {time}.
I've now shifted you to {bareday} at {time}.
I've successfully moved your booking to {bareday} at {time}.
Your appointment was pushed to {time}.
You have been rescheduled to {bareday} at {time}.
I've swapped your appointment to {bareday}.
The appointment has been changed to {bareday} at {time}.
Rescheduling complete: {bareday}, {time}.
`),
    cancelled: lines(`
I've successfully cancelled your booking {forday}.
Your session {day} has been cancelled.
Your booking has been taken off the calendar.
You're all cancelled {forday}.
I've called off your visit {day}.
Your appointment no longer stands.
Consider it cancelled.
We have cancelled everything, you don't need to come {day}.
`),
  },
  harmless: lines(`
I'll find a good time for you {day}, one moment.
Tell me, would {bareday} at {time} be convenient?
I'd love to book you {forday}, but {emp} is on holiday.
So, {bareday} at {time} with {emp}... checking.
Would you like {emp} in particular, or anyone?
Any wishes for the time {day}?
Free {day}: {time} and 7:30 pm.
{emp}'s earliest is {bareday} at {time}.
If you book {bareday}, mornings are best.
{bareday} at {time} is still open.
Would you rather keep {time} or come later?
Give me a name and I'll set up {bareday} at {time}.
I still need your number for {bareday} at {time}.
To lock in {time}, press Confirm.
I've sent you a confirmation button.
Just say yes and I'll make the booking.
The booking still has to be confirmed.
The booking {forday} wasn't made: the phone is missing.
I wasn't able to book you {forday} at {time}.
I couldn't reserve {time}.
The cancellation didn't work, please try later.
Moving it failed, {time} is taken.
{bareday} at {time} is gone, sorry.
{time} was taken while we were writing.
{emp} is back from holiday and works {day}.
{day} we close early, at 6 pm.
A {service} takes 60 minutes and is {price}.
Together it comes to {price}, less than separately.
You pay {price} at the desk, by card or cash.
A gift voucher of {price} is valid for a year.
Mirabelle has been here since 2015.
You'll see us on the map, the entrance is in Garden Street.
The last client is at 7 pm.
A booking can be cancelled without a fee a day ahead.
You may move a visit once.
For a no-show the deposit is not returned.
We'll remind you in this chat.
You picked {bareday} yourself, am I right?
Didn't you say you can't come {day}?
Was it {emp} last time?
Have you ever been booked with us?
Which booking should I change?
Should I change the time or the person?
Delete the booking {forday}?
Thank you for choosing us!
Glad you liked it!
`),
}
