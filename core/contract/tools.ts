import type { AppointmentStatus, CalendarDate, ClockTime, OpeningHours, PriceRange } from './domain.ts'

/** The nine tools that a model sees. Core offers those that the state lists and the CRM can do, and refuses all others. */
export type ToolName =
  | 'get_services'
  | 'get_employees'
  | 'get_available_slots'
  | 'get_client_by_phone'
  | 'create_client'
  | 'create_appointment'
  | 'get_client_appointments'
  | 'reschedule_appointment'
  | 'cancel_appointment'

/** A service as the client may hear of it. */
export interface ServiceItem {
  id: string
  name: string
  category?: string
  description?: string
  synonyms?: readonly string[]
  duration_minutes: number
  price?: PriceRange
  /** The price as it is said: `1 500 ₽`, `from $40`. */
  price_text?: string
  employee_ids: readonly string[]
}

export interface EmployeeItem {
  id: string
  name: string
  title?: string
  synonyms?: readonly string[]
  service_ids: readonly string[]
  /** When they work, where the CRM tells it. */
  hours?: OpeningHours
}

/** A free time that was offered. Only its `slot_id` books. Local times are the company's. */
export interface SlotItem {
  slot_id: string
  date: CalendarDate
  time: ClockTime
  end_time: ClockTime
  employee_ids: readonly string[]
  /** The employees' names, joined. */
  employee?: string
  price_text?: string
}

export interface VisitItem {
  appointment_id: string
  status: AppointmentStatus
  date: CalendarDate
  time: ClockTime
  services: readonly string[]
  service_ids: readonly string[]
  employee?: string
  employee_ids: readonly string[]
}

/** The arguments of each tool; core checks them by schema. Dates and times are the company's local ones. */
export interface ToolArguments {
  get_services: { query?: string }
  get_employees: { service_ids?: string[] }
  get_available_slots: {
    service_ids: string[]
    employee_id?: string
    /** First day wanted; today when left out. */
    date_from?: CalendarDate
    /** Last day wanted, inclusive; seven days from the first when left out. */
    date_to?: CalendarDate
    /** Only slots that start at or after this time of the day. */
    time_from?: ClockTime
    /** Only slots that start before this time of the day. */
    time_to?: ClockTime
    /** The visit that is being moved. */
    appointment_id?: string
  }
  get_client_by_phone: { phone: string }
  create_client: { name?: string; phone?: string }
  create_appointment: { slot_id: string; comment?: string }
  get_client_appointments: {
    /** The visits that are over instead of those to come, newest last; a year back. */
    past?: boolean
  }
  reschedule_appointment: { appointment_id: string; slot_id: string }
  cancel_appointment: { appointment_id: string; reason?: string }
}

/** What a wrong or refused call answers: something that the model can mend. */
export interface ToolError {
  error: {
    /**
     * `unknown_tool` · `not_allowed` (in this state) · `bad_arguments` · `unknown_service` · `unknown_employee` · `unknown_slot`
     * (never offered here, used or expired) · `unknown_appointment` · `client_needed` (name or phone is missing) · `bad_phone` ·
     * `privacy_needed` · `consent_needed` (already asked, the client has not agreed yet) · `slot_taken` · `unsupported` · `refused` · `unavailable` · `unknown_outcome`
     */
    code: string
    message: string
    /** With `client_needed`: what is missing. */
    missing?: readonly ('name' | 'phone')[]
  }
}

/** A writing tool's first answer: the summary was put to the client with Confirm and Change; the turn ends with it. */
export interface ConsentAsked {
  status: 'consent_asked'
  summary: string
}

/** What each tool answers when it succeeds. */
export interface ToolResults {
  get_services: { services: readonly ServiceItem[] }
  get_employees: { employees: readonly EmployeeItem[] }
  /** `others` are free times outside of what was asked for, nearest first; only when nothing inside was free. */
  get_available_slots: { slots: readonly SlotItem[]; others?: readonly SlotItem[]; checked_until: CalendarDate }
  /** `client` is there only for a verified phone; else the answer is the same whether the phone is known or not. */
  get_client_by_phone: { phone: string; client?: { name: string } }
  create_client: { name?: string; phone?: string; missing: readonly ('name' | 'phone')[] }
  create_appointment: ConsentAsked
  get_client_appointments: { appointments: readonly VisitItem[] }
  reschedule_appointment: ConsentAsked
  cancel_appointment: ConsentAsked
}

export type ToolResult<Name extends ToolName = ToolName> = ToolResults[Name] | ToolError
