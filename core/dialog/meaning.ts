import type { ChoiceGroup, Slot, SlotItem } from '../contract/index.ts'

/** A brain asked this in the middle of what it knows of the client's wishes; pressed, it is the brain's to go on. */
interface Asked {
  by?: 'brain'
}

/** What times are looked for; a button keeps it, since the client may wish something else by the time it is pressed. */
export interface TimesWish {
  serviceIds: readonly string[]
  employeeId?: string
  /** The visit that is being moved. */
  moving?: string
}

/** What a choice means when it is pressed, as its row keeps it. */
export type Meaning =
  | ({ kind: 'service'; serviceId: string } & Asked)
  /** Without an id: anyone. */
  | ({ kind: 'employee'; employeeId?: string } & Asked)
  | { kind: 'day'; date: string; wish: TimesWish }
  /** Show the days that have free times, from a date on. */
  | { kind: 'days'; wish: TimesWish; from?: string }
  /** Show another page of the options. */
  | { kind: 'more'; group: ChoiceGroup; page: number }
  | SlotMeaning
  | ({ kind: 'visit'; appointmentId: string; action?: 'move' | 'cancel' } & Asked)
  | { kind: 'confirm'; operation: string; hash: string }
  | { kind: 'change'; operation: string }
  /** Choose the time, or the service, anew. */
  | { kind: 'again'; what: 'time' | 'service' }
  /** The name of the channel's profile is the one to book with. */
  | { kind: 'name'; name: string }
  /** Show the visits to come. */
  | { kind: 'my' }
  | { kind: 'leave' }
  | { kind: 'agree' }
  | { kind: 'human' }
  | { kind: 'desk' }

/** A free time: enough to book it, and to look for it again when it expired. */
export interface SlotMeaning {
  kind: 'slot'
  slot: Slot
  item: SlotItem
  serviceIds: readonly string[]
  /** Whom the client asked for; absent: anyone. */
  employeeId?: string
  /** The visit that it is for, when one is being moved. */
  moving?: string
  /** Offered as a button alone: no brain was told of it. */
  isUnspoken?: boolean
}
