/**
 * A calendar of our own: services, employees and hours from `aiadmin.yaml`, visits in the journal's database. No plugin
 * itself: `local` is it, and others put it beside a book that programs can't read.
 */
export { createAppointmentReads } from './appointments.ts'
export { type Book, createBook } from './book.ts'
export { createBooking } from './booking.ts'
export { employeesOf, servicesOf } from './catalog.ts'
export { checkOptions } from './check.ts'
export { createClients } from './clients.ts'
export { calendarProperties } from './options.ts'
export { createSlotSearch } from './slots.ts'
export { createStatusChanges, type VisitChange } from './status.ts'
