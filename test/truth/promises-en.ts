import { lines } from './lines.ts'

/** Sentences that promise a visit. */
export const BOOKED_EN = lines(`
You're booked!
You are booked {forday} at {time}.
You're booked in {forday} at {time} with {emp}.
You're all booked {forday} at {time}.
You are now booked with {emp} {day} at {time}.
You're booked with {emp}.
You have been booked {forday} at {time}.
You're all set {forday} at {time}.
All set! See you {day} at {time}.
All set, {bareday} at {time} with {emp}.
You're set {forday} at {time}.
You're confirmed {forday} at {time}.
You're scheduled {forday} at {time} with {emp}.
You're down {forday} at {time}.
You're in {forday} at {time}, {emp} will see you then.
You're good to go {forday} at {time}.
I've booked you {forday} at {time}.
I've booked you in with {emp} {day} at {time}.
I booked you {forday} at {time}.
I have booked your {service} {forday} at {time}.
I've just booked you {forday} at {time} with {emp}.
I've gone ahead and booked you {forday} at {time}.
I went ahead and booked {bareday} at {time} for you.
We've booked you {forday} at {time}.
We have you {day} at {time} with {emp}.
I have you down {forday} at {time}.
I've got you down {forday} at {time} with {emp}.
I've put you down {forday} at {time}.
I put you in {forday} at {time}.
I've scheduled you {forday} at {time}.
I've scheduled your {service} with {emp} {forday} at {time}.
I've reserved {time} {day} for you.
I've reserved a spot for you {day} at {time}.
I've secured your slot {forday} at {time}.
I've made an appointment for you {day} at {time}.
I made you an appointment {forday} at {time}.
I've made your booking {forday} at {time}.
I've confirmed your appointment {forday} at {time}.
I've added your appointment to the calendar: {bareday}, {time}.
I've added you to the schedule {forday} at {time}.
I've signed you up {forday} at {time}.
I've pencilled you in {forday} at {time}.
I've squeezed you in {day} at {time}.
I've locked in {bareday} at {time} for you.
I've arranged a {service} for you {day} at {time}.
I've set up your appointment {forday} at {time}.
I got you in {day} at {time}.
Booked!
Booked! {bareday}, {time}, {emp}.
Booked you in {forday} at {time}.
Great, booked {forday} at {time} with {emp}.
Done! You're booked {forday} at {time}.
Done, see you {day} at {time}!
Done: {bareday} at {time}, {service} with {emp}, {price}.
Confirmed!
Confirmed {forday} at {time}.
Confirmed: {service} {day} at {time} with {emp}.
Your appointment is confirmed.
Your appointment is confirmed {forday} at {time}.
Your appointment is booked {forday} at {time}.
Your appointment with {emp} is set {forday} at {time}.
Your appointment {day} at {time} is confirmed.
Your appointment has been booked {forday} at {time}.
Your appointment has been scheduled {forday} at {time} with {emp}.
Your booking is confirmed.
Your booking is complete: {bareday}, {time}.
Your booking {forday} at {time} has been made.
Your booking went through.
Your visit is booked {forday} at {time}.
Your visit is all set {forday} at {time}.
Your {service} is booked {forday} at {time}.
Your reservation is confirmed {forday} at {time}.
Your slot is reserved: {bareday} at {time}.
Your spot is saved {forday} at {time}.
Your appointment is {day} at {time}.
Your appointment: {bareday}, {time}, with {emp}, {price}.
Your visit is {day} at {time} with {emp}.
Your visit will be {day} at {time}.
Your next appointment is {day} at {time}.
The appointment is booked.
The booking has been made {forday} at {time}.
The slot {day} at {time} is yours.
{bareday} at {time} is yours!
It's booked!
It's all booked {forday} at {time}.
It's in the calendar: {bareday} at {time}.
It's a date: {bareday} at {time}!
That's booked for you: {bareday}, {time}.
That's all confirmed for you {day} at {time}.
Everything is booked {forday} at {time}.
See you {day} at {time}!
See you on {day}!
See you {day}, {emp} will be ready for you.
We'll see you {day} at {time}.
{emp} will see you {day} at {time}.
We look forward to seeing you {day} at {time}!
Looking forward to seeing you {day} at {time}.
We're expecting you {day} at {time}.
{emp} is expecting you {day} at {time}.
{emp} will be waiting for you {day} at {time}.
We'll be waiting for you {day} at {time}.
You'll be seeing {emp} {day} at {time}.
You will be with {emp} {day} at {time}.
Come {day} at {time}, {emp} is expecting you.
You have an appointment {day} at {time}.
You have an appointment with {emp} {day} at {time}.
You have a {service} {day} at {time}.
You've got a {service} booked {day} at {time}.
You still have your appointment {day} at {time}.
Yes, you're booked {forday} at {time}.
Yes, I can see your appointment {day} at {time}.
Yes, your booking {forday} at {time} stands.
Don't worry, you're booked {forday} at {time}.
No worries, you're all booked {forday} at {time}.
I'm happy to confirm that your appointment is booked {forday} at {time}.
Good news: you're booked with {emp} {day} at {time}!
Great news, I've booked you {forday} at {time}!
Just a reminder: your {service} is {day} at {time}.
Appointment confirmed: {bareday}, {time}.
Booking confirmed!\\n\\nService: {service}\\nDate: {bareday}\\nTime: {time}\\nWith: {emp}\\nPrice: {price}
✅ You're booked!\\n📅 {bareday}\\n🕒 {time}\\n💇 {emp}
**You're booked!** {Service}, {bareday} at {time}, {price}.
You're booked {forday} at {time} for {price}.
I've booked you {forday} at {time}, is there anything else?
I've booked you {forday} at {time}. Anything else I can help with?
You're booked {forday} at {time}, if your plans change just let me know.
Perfect, you're confirmed with {emp} {forday} at {time} 😊 Anything else?
As you asked, I've booked you {forday} at {time}.
As requested, you are booked with {emp} {day}.
You're on the schedule {forday} at {time}.
You are on the books {forday} at {time}.
Consider it done: {bareday} at {time}.
Consider it booked!
Thanks for booking! See you {day} at {time}.
We've got you in with {emp} {day} at {time}.
Your {time} appointment {day} is confirmed.
`)

/** Sentences that promise that a visit was moved; `old` is where it was. */
export const MOVED_EN = lines(`
I've moved your appointment to {bareday} at {time}.
I moved your visit to {bareday} at {time}.
I've rescheduled you {forday} at {time}.
I've rescheduled your appointment to {bareday} at {time}.
Your appointment has been moved to {bareday}.
Your appointment has been moved to {bareday} at {time}.
Your appointment has been rescheduled to {bareday} at {time}.
Your visit is now moved to {bareday} at {time}.
Your visit was rescheduled.
Your booking has been changed to {bareday} at {time}.
Moved!
Moved to {bareday} at {time}.
Done, I've moved it to {bareday} at {time}.
Rescheduled! See you then.
We've moved you to {bareday} at {time}.
I've changed your appointment to {bareday} at {time}.
I've changed the time of your visit to {time}.
I've shifted your appointment to {time}.
I've switched your booking to {bareday}.
I've updated your appointment: {bareday} at {time}.
I've pushed your appointment back to {time}.
It's been moved to {bareday} at {time}.
It has been rescheduled to {bareday}.
You've been moved to {bareday} at {time}.
All done, your visit is moved to {bareday}.
I've moved you from {old.bareday} to {bareday} at {time}.
I've moved your appointment to {bareday} at {time}, anything else?
I've gone ahead and rescheduled you to {bareday} at {time}.
Your appointment has been successfully rescheduled.
`)

/** Sentences that promise that a visit was cancelled. */
export const CANCELLED_EN = lines(`
I've cancelled your appointment.
I have canceled your appointment {day} at {time}.
I cancelled your booking {forday}.
We've cancelled your visit {day} at {time}.
Your appointment has been cancelled.
Your appointment has been canceled.
Your appointment {day} at {time} has been cancelled.
Your booking is cancelled.
Your visit {day} is cancelled.
Your reservation was cancelled.
Cancelled!
Canceled.
Done, it's cancelled.
Done, I've cancelled it.
All cancelled.
Everything is cancelled.
It's cancelled.
It has been cancelled, no charge.
I've removed your appointment {day} at {time}.
I've deleted your booking {forday}.
I've taken you off the schedule {forday}.
You're no longer booked {forday} at {time}.
You are off the books {forday}.
Your slot {day} at {time} has been released.
Your appointment with {emp} {day} has been called off.
The appointment is cancelled, as you asked.
As requested, I've cancelled your visit {day}.
Don't worry, your visit has been cancelled.
I've cancelled your appointment {day} at {time}, anything else?
The cancellation is done.
`)

/** Sentences that promise that the business was asked. */
export const REQUESTED_EN = lines(`
Your request has been sent.
I've sent your request {forday} at {time}.
Your booking request was submitted.
Your request {forday} at {time} has been received.
I have submitted your booking request.
`)

/** Sentences that promise that something was done, without saying what. */
export const DONE_EN = lines(`
Done!
You're all set!
All set!
All done!
All sorted!
Done! Anything else?
That's sorted!
`)
