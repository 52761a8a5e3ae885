import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import type { PersonsDialog } from './dialogs.ts'
import { TODAY } from './reading.ts'

/** What became of a dialogue at the desk. */
export interface Played {
  /** `right`, `wrong day or time`, `wrong person`, `none`, `handed over`; or `booked unasked` where nothing was to be booked. */
  outcome: string
  /** The client's own words did not suffice: one more "yes" to the waiting summary did. */
  isReminded: boolean
  transcript: readonly string[]
}

const KINDS: Readonly<Record<string, { name: string; service: string; synonyms: readonly string[] }>> = {
  Services_1: { name: 'Hair Studio', service: 'Haircut', synonyms: ['salon appointment', 'stylist'] },
  Services_2: { name: 'Dental Clinic', service: 'Dental check-up', synonyms: ['dentist', 'dental appointment'] },
  Services_3: { name: 'Medical Centre', service: 'Consultation', synonyms: ['doctor', 'medical appointment'] },
}

/** Plays the client's turns, word for word, at a desk whose people are those named in the dialogue. */
export async function playDialog(dialog: PersonsDialog): Promise<Played> {
  const desk = await startDesk({ config: businessOf(dialog), now: `${TODAY}T08:00:00-08:00` })
  try {
    return await playAt(desk, dialog)
  } finally {
    await desk.stop()
  }
}

async function playAt(desk: RunningDesk, { turns, goal }: PersonsDialog): Promise<Played> {
  const client = desk.client('person')
  const transcript: string[] = []
  let hasHandedOver = false
  const say = async (text: string, isFirst: boolean) => {
    const contact = isFirst ? { contact: { name: 'Alex Moore', phone: '+14155552671' } } : {}
    const reply = await client.sends({ text, ...contact })
    transcript.push(`> ${text}`, reply.text)
    hasHandedOver ||= reply.mode === 'staff'
    return reply
  }
  let state = ''
  for (const [index, { text }] of turns.entries()) ({ state } = await say(text, index === 0))
  let booked = await bookedVisits(desk)
  let isReminded = false
  // Anything but the summary may have been said last, and then a yes puts the summary once more.
  for (let times = 0; goal !== undefined && booked.length === 0 && state === 'CONFIRMING' && times < 2; times++) {
    isReminded = true
    ;({ state } = await say('yes', false))
    booked = await bookedVisits(desk)
  }
  const [visit, ...others] = booked
  const outcome = (() => {
    if (visit === undefined) return hasHandedOver ? 'handed over' : goal === undefined ? 'right' : 'none'
    if (goal === undefined) return 'booked unasked'
    if (others.length > 0 || visit.start.slice(0, 16) !== `${goal.date}T${goal.time}`) return 'wrong day or time'
    const isNamed = turns.some(({ text }) => text.toLowerCase().includes(goal.provider.toLowerCase()))
    return isNamed && visit.parts[0]?.employeeId !== 'wished' ? 'wrong person' : 'right'
  })()
  return { outcome, isReminded, transcript }
}

async function bookedVisits(desk: RunningDesk) {
  const call = { signal: AbortSignal.timeout(5_000), deadline: Number.MAX_SAFE_INTEGER }
  const visits = await desk.runtime.instances.crm.listAppointments(
    { from: '2019-02-01T00:00:00-08:00', to: '2019-06-01T00:00:00-08:00' },
    call,
  )
  return visits.filter(({ status }) => status === 'booked')
}

function businessOf({ service, goal }: PersonsDialog): Readonly<Record<string, unknown>> {
  const kind = KINDS[service] ?? { name: 'Practice', service: 'Appointment', synonyms: [] }
  const wished = goal === undefined || goal.provider === '' ? [] : [{ id: 'wished', name: goal.provider }]
  return {
    company: {
      name: kind.name,
      timezone: 'America/Los_Angeles',
      locale: 'en',
      currency: 'USD',
      country: 'US',
      phone: '+14155550100',
      address: '1 Market Street, San Francisco',
      hours: { 'mon-sun': '09:00-19:30' },
    },
    crm: {
      use: 'local',
      with: {
        gridMinutes: 15,
        noticeMinutes: 0,
        services: [{ id: 'visit', name: kind.service, synonyms: kind.synonyms, durationMinutes: 30, price: 60 }],
        employees: [...wished, { id: 'other', name: 'Jordan Blake' }],
      },
    },
  }
}
