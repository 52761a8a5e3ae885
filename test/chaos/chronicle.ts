import { appendFileSync } from 'node:fs'
import type { RunTime } from './run-time.ts'

/** A visit as the CRM has it after a change. */
export interface RecordState {
  id: string
  employee: string
  start: number
  end: number
  isLive: boolean
  /** The key of the write that made it; staff's own have none. */
  key?: string
}

/** What happened outside of the desk. */
export type Happening =
  /** The CRM wrote. `key` of the write itself, absent when staff did it. */
  | { what: 'record'; change: 'created' | 'moved' | 'cancelled'; record: RecordState; key?: string }
  /** The desk answered a client's message with 2xx: `message` is its id there. */
  | { what: 'accepted'; instance: string; event: string; conversation: string; message: string }
  /** A client can read it. */
  | { what: 'shown'; instance: string; address: string; key: string; text: string; visit?: ShownVisit }
  /** An idempotent provider was sent the same key again: nobody sees it. */
  | { what: 'repeated'; instance: string; key: string }
  | { what: 'send-fault'; instance: string; key: string; fault: string }
  | { what: 'crm-fault'; method: string; fault: string }
  /** A write that a process sent after its time, having been paused in between: the CRM no longer takes it. */
  | { what: 'too-late'; method: string }
  | { what: 'disturbed'; by: Disturbance; replica?: number; point?: string; ms?: number }
  | { what: 'jump'; ms: number }

/** What is done to processes. */
export type Disturbance =
  | 'kill'
  | 'fail-point'
  | 'end'
  | 'stop'
  | 'pause'
  | 'stall'
  | 'resume'
  | 'start'
  | 'store-down'
  | 'store-up'

/** The visit that a message speaks of. */
export interface ShownVisit {
  id: string
  status: string
  start: number
}

/** Something that happened, in its order. */
export type Noted = Happening & { seq: number; at: number }

/** All that happened in a run outside of the desk, also on disk, line by line. */
export interface Chronicle {
  readonly noted: readonly Noted[]
  note(happening: Happening): void
}

/** Begins one. */
export function createChronicle(file: string, time: RunTime): Chronicle {
  const noted: Noted[] = []
  return {
    noted,
    note(happening) {
      const line = { seq: noted.length + 1, at: time.now(), ...happening }
      noted.push(line)
      appendFileSync(file, `${JSON.stringify(line)}\n`)
    },
  }
}
