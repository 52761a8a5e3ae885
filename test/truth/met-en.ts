import { lines } from './lines.ts'
import type { Phrasings } from './sets.ts'

/** Phrasings of an earlier hold-out, which the detector has met since. */
export const MET_EN: Phrasings = {
  promises: {
    booked: lines(`
Your appointment is now {day} at {time}.
You're now booked {forday} at {time} instead.
The new time is {time} {day}.
Perfect! {emp} will be ready for you {day} at {time}.
Alright, you're locked in {forday} at {time}.
That's you booked in {forday} at {time}.
You're officially booked with {emp} {forday} at {time}!
I've secured {bareday} at {time} for your {service}.
I've blocked {time} {day} for you.
I've held and confirmed {bareday} at {time} for you.
I have reserved your place with {emp} {day}.
The {service} {day} at {time} is booked for you.
Your {service} with {emp} is confirmed {forday} at {time}.
Your {service} with {emp} is all set {forday} at {time}.
Your {bareday} {time} appointment is all booked.
Success! Your appointment is scheduled {forday} at {time}.
Wonderful, see you {day} at {time}.
Great, then we'll see you {day}!
Can't wait to see you {day} at {time}!
Excited to see you {day} at {time}.
Until {bareday} at {time} then, see you {day}!
We have reserved a chair for you {day} at {time}.
A spot has been saved for you {day} at {time}.
A booking has been made in your name {forday} at {time}.
An appointment has been booked for you {day} at {time}.
There's an appointment for you {day} at {time}.
I see your booking: {bareday}, {time}, {emp}.
I found your appointment: {day} at {time} with {emp}.
According to our calendar, you're booked {forday} at {time}.
Your upcoming appointment is {day} at {time}.
Your upcoming visit: {bareday} at {time}, {service}, {price}.
Here are your booking details: {service}, {bareday}, {time}, {emp}.
You are due {day} at {time} with {emp}, you're booked.
Maria, you're booked {forday} at {time}.
Maria, your {service} is booked {forday} at {time} with {emp}.
Hi Maria! Your appointment with {emp} is confirmed {forday} at {time}.
You've been scheduled {forday} at {time}.
You've been added to the schedule {forday} at {time}.
You've been confirmed with {emp} {day}.
We've confirmed your slot {day} at {time}.
We've put you down with {emp} {forday} at {time}.
We have you down {forday} at {time}, {price}.
We've got you booked {forday} at {time}.
We've got you covered: {bareday} at {time} with {emp}, you're booked.
I took care of it: you're booked {forday} at {time}.
I was able to book you {forday} at {time}.
I managed to get you in {day} at {time}.
I've placed your booking {forday} at {time}.
I've entered your appointment {forday} at {time}.
I've finalized your booking {forday} at {time}, total {price}.
Booking made: {bareday}, {time}, {service}.
All booked in! {bareday} at {time} with {emp}.
All confirmed {forday} at {time}.
All sorted, you're in with {emp} {day} at {time}.
Sorted! {emp} has you {day} at {time}, see you {day}.
Lovely, that's confirmed {forday} at {time}.
Good to go! {bareday}, {time}, {emp}.
Everything's confirmed: {service} {day} at {time}.
Yes, your spot {day} at {time} is still reserved.
Nothing has changed, you're still booked {forday} at {time}.
Rest assured, you're booked {forday} at {time}.
It is confirmed: {bareday} at {time}.
Your time is {day} at {time}.
`),
    moved: lines(`
I was able to move you to {bareday} at {time}.
All changed!
The change is done: {bareday} at {time}.
We have rescheduled your visit to {bareday}, {time}.
Your booking was moved from {old.bareday} to {bareday} at {time}.
Maria, I've moved your visit to {bareday} at {time}.
Your {service} has been moved to {bareday} at {time}.
I've brought your appointment forward to {time}.
Swapped!
It's been rescheduled as you wanted.
`),
    cancelled: lines(`
Your {service} {day} has been cancelled.
Your appointment with {emp} is cancelled now.
Cancellation confirmed.
The cancellation went through.
Your cancellation is confirmed.
I've gone ahead and cancelled {bareday} for you.
I was able to cancel your visit {day}.
That's cancelled for you.
That has been cancelled.
We have removed your booking {forday}.
Your visit was successfully cancelled.
Maria, your appointment {day} has been cancelled.
The booking {forday} at {time} has been deleted.
You are no longer expected {day}.
`),
  },
  harmless: lines(`
Welcome to Mirabelle! I can tell you prices and look for a time.
Happy to help! What are you interested in?
Sure, which day are you looking at?
May I have your name and phone number?
What shall I call you?
Just a second, I'm looking at {bareday}.
{emp} has 12:00, 3 pm and 5:30 pm {day}.
{bareday} at {time} is free, shall I take it?
We have {time} {day}, would that do?
Want me to book {time} {day}?
Should I go ahead and book {bareday} at {time}?
Can I put you down {forday} at {time}?
Do you mean {bareday} at {time}?
Is that {time} in the morning or the evening?
There are two options: {bareday} at {time} or Saturday at 11.
I could put you in with {emp} {day} at {time} if you like.
If {time} works, I'll reserve it for you.
If that suits you, I'll book {bareday} at {time}.
I need your confirmation to book {time}.
Your booking will appear after you confirm.
All that's left is to confirm the booking.
I've prepared the booking, please check it and press the button.
Please confirm your appointment {day} at {time}.
Waiting for your confirmation.
I'm waiting for your phone number.
Until it's confirmed, the time may be taken by somebody else.
Without your confirmation nothing gets booked.
I don't see a confirmation yet, so it isn't booked.
Not quite done: I still need your phone.
Unfortunately {emp} doesn't work {day}.
{emp} has the day off {day}.
There's already a booking at {time}, but 6 pm is free.
Someone else is booked at that time.
Sorry, {time} {day} is gone.
All our stylists are busy {day}.
There are no free places {day}.
That slot was just reserved by another client.
A {service} takes about an hour and costs {price}.
With {emp} a {service} is {price}.
Prices: {service} {price}, haircut from 2,000 ₽.
You'll find all prices on our website.
{emp} is our top stylist and gets booked quickly.
{emp} is usually booked a week in advance.
{emp} sees clients from 10 to 6, except Sundays.
We're open every day, the last appointment is at 7 pm.
{day} we are open from 10 am to 6 pm.
Hours: Mon–Sat 10:00–20:00.
You'll find us at 5 Garden Street, next to the station.
The door code is 1245.
Parking is free for the first 2 hours.
You can cancel or move your booking at any time.
Free cancellation up to 24 hours before your visit.
If cancelled less than 2 hours before, we keep 500 ₽.
If you can't come, please tell us a day ahead.
If you are more than 15 minutes late, your appointment may be cancelled.
We will send a reminder an hour before your visit.
The day before your visit you'll get a text.
Please remove your polish before the visit.
Please arrive 5 minutes early.
After your visit you can leave a review.
You're welcome to bring your child.
We take cards and cash.
Vouchers can be bought {day} at the desk.
Seniors get 15 % off on weekdays until 2 pm.
You mentioned you're already booked with {emp}.
You asked to cancel {bareday}, right?
You wrote that your visit had been moved to {bareday}.
You were asking about {bareday}.
You cancelled your last visit yourself.
Would you rather move your visit to {bareday}?
Which day should I move it to?
Cancel or move?
Is it the visit {day} you'd like to cancel?
I'll cancel it once you confirm.
I can cancel it and look for another time.
Shall we try another day?
Should I check your booking?
I can't find a booking of yours in this chat.
There are no active bookings.
No bookings so far; would you like to make one?
I can't find anything in your name {forday}.
I'm not able to cancel other people's visits.
I can't show other people's bookings.
I'll check with the front desk and write to you.
I'm putting you through to the front desk.
Thank you for the feedback, I passed it on!
I've passed your words on to {emp}.
I've written down your wishes about the colour.
I've made a note of your allergy.
Got your number, thank you. What time?
I have your name. Now choose a time, please.
I see, let me look for another time.
Have a great day, Maria!
Always happy to help.
Happy holidays!
Do come again!
`),
}
