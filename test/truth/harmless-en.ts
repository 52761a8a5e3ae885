import { lines } from './lines.ts'

/** Sentences that promise nothing, whatever the ledger knows. */
export const HARMLESS_EN = lines(`
Hello! How can I help?
Good morning, this is Mirabelle.
Thank you for writing to us!
You're welcome!
See you! Have a lovely day.
See you soon!
Have a nice evening!
We'd love to see you.
Shall I book you {forday} at {time}?
Shall I book you with {emp} {day} at {time}?
Would you like me to book you {forday} at {time}?
Would you like to book {bareday} at {time}?
I can book you {forday} at {time}.
I could book you in with {emp} {day} at {time}.
I can offer {bareday} at {time} with {emp}.
We can see you {day} at {time}.
We could fit you in {day} at {time}.
{emp} can see you {day} at {time}.
{emp} is free {day} at {time}.
{emp} is available {day} at {time}.
{emp} has an opening {day} at {time}.
There is a free time {day} at {time}.
There's a slot {day} at {time} with {emp}.
The nearest free time is {day} at {time}.
The next available slot is {day} at {time}.
These times are free {day}: 12:00, 15:00, 17:30.
Here are the free times {day}:
Does {bareday} at {time} work for you?
Would {bareday} at {time} suit you?
How about {bareday} at {time}?
Which do you prefer, {time} or 6 pm?
{bareday} at {time} with {emp}, is that right?
So that's a {service} {day} at {time} with {emp}, correct?
Just to check: {service}, {bareday}, {time}, with {emp}?
Let me confirm: {service} {day} at {time} with {emp}, {price}. Is that right?
Please confirm: {service}, {bareday} at {time}.
If everything is right, press Confirm.
Press Confirm and I will book you {forday} at {time}.
Once you confirm, you'll be booked {forday} at {time}.
Once you confirm, your appointment is booked.
As soon as you confirm, I'll book {bareday} at {time}.
Your appointment will be confirmed once you press the button.
Your booking is confirmed as soon as you press Confirm.
To book you {forday} at {time} I need your phone number.
I need your name and phone number to book {bareday}.
What name shall I put the booking under?
Before I book {bareday} at {time}, may I have your name?
I'll check whether {emp} is free {day} at {time}.
Let me look at the schedule {forday}.
One moment, please.
I am checking whether this went through and will write at once.
You are not booked yet.
You're not booked {forday} at {time} yet.
Nothing is booked yet.
Nothing has been booked or changed.
I haven't booked anything yet.
I have not booked you {forday}.
Your appointment is not confirmed yet.
Your booking hasn't been made yet.
Your visit has not been cancelled.
I haven't cancelled anything.
I have not moved your visit.
Nothing has been moved.
I can't confirm that you're booked.
I'm afraid {bareday} at {time} is already booked.
Unfortunately {time} is taken.
That slot has just been booked by somebody else.
That time has been taken.
Sorry, that time is already booked.
{emp} is fully booked {day}.
{emp} is booked up {day}.
We are fully booked {day}.
{bareday} is completely booked.
{emp} is busy {day} at {time}.
You said you were booked {forday} at {time}.
You mentioned that you had an appointment {day}.
You wrote that you cancelled your visit.
You asked me to move your visit to {bareday}.
You wanted {bareday} at {time}, didn't you?
You asked about {bareday}.
If you are already booked, I can tell you the address.
If your appointment was cancelled, your deposit is returned.
If you need to cancel, just write.
If you'd like to move your visit, name a day.
If you are 15 minutes late, your booking is cancelled.
Visits are cancelled free of charge up to 2 hours before.
Appointments can be cancelled free of charge.
You can cancel for free up to 2 hours before.
Bookings are confirmed by the front desk.
An appointment is confirmed when you press the button.
We usually confirm bookings within an hour.
Clients usually book {emp} a week ahead.
You can move your visit up to a day before.
We remind you a day before your visit.
Before your visit you will get a reminder.
A {service} is {price}.
Price: {price}.
A {service} costs {price} and takes 60 minutes.
A {service} with {emp} costs {price}.
Our {service} starts from {price}.
We are open daily from 10:00 to 20:00.
We're open {day} from 10 am to 8 pm.
We are open {day} until 9 pm.
{emp} works {day} from 12:00 to 20:00.
We welcome you every day from 10 to 20.
Come any time between 10 am and 8 pm.
We are closed on Sundays.
{emp} works on Fridays from 12:00.
Every Friday {emp} works until 6 pm.
Our address is 5 Garden Street, second floor.
There is parking behind the house.
Our phone number is +7 495 000-00-00.
{emp} and Marina work here.
{emp} does manicures and brows.
{emp} has 12 years of experience.
I've noted your phone number.
I've got your name, thank you!
Noted! Which day would suit you?
Got it. What time?
Great! Which time would you like?
Done! Here are the free times {day}:
All right, {bareday} at {time}. What is your name?
Okay, a {service} with {emp}. Which day?
You chose a {service} {day} at {time}.
You picked {bareday} at {time}. I only need your name.
Let's book {bareday} at {time}.
Let's move it to {bareday}.
I suggest {bareday} at {time}.
Shall I move your visit to {bareday} at {time}?
Do you want me to move your appointment to {bareday}?
Shall I cancel your appointment {day} at {time}?
Would you like to cancel your visit {day}?
Are you sure you want to cancel your visit {day} at {time}?
Which visit shall I cancel?
Which visit shall I move?
What time shall I move it to?
I can cancel your booking.
I can move your visit to {bareday} at {time}.
I'm ready to book you {forday} at {time}.
Have you been booked with us before?
Are you booked already?
Were you booked with {emp}?
Have you booked with us before?
Last time you were booked with {emp}.
Last time I booked you with {emp}.
I would have booked you {forday}, but there's no time.
I wish I could have booked you {forday} at {time}.
Somebody has already booked {time}.
Another client cancelled, so {time} is free now.
If somebody cancels, I will write to you.
When your booking is confirmed, you'll get a message.
The front desk will get back to you.
I'll pass your question to the team.
I can call a person for you.
I've added you to the waiting list.
Thanks for letting me know.
I understand.
I'm sorry about that.
We do manicures with and without polish.
The first visit is 10 % off.
A deposit of 500 ₽ is taken off the price.
You can pay by card or in cash.
I am the virtual receptionist.
I can book, move or cancel a visit.
I can show you your bookings.
I don't see any appointments of yours.
You have no appointments.
You have no visits {day}.
You don't have an appointment {day}.
You do not have any bookings yet.
Do you have an appointment {day}?
Do you have a wish for a person?
Please come 10 minutes early.
Bookings for {bareday} are still open.
I'm holding the time for you.
I'm holding {bareday} at {time} for you; please confirm.
Is your appointment {day} at {time}?
Which of your appointments do you mean?
What time works for your visit?
Our team is looking forward to meeting you!
We moved to a new building last year.
I've checked the schedule {forday}.
I've found two times {day}: 12:00 and 17:00.
To be booked {forday} you need to confirm.
You would be booked with {emp}.
That would be {bareday} at {time} with {emp}.
It would be {price} in all.
`)
