import type { CalendarDate, ClockTime } from '../../contract/index.ts'
import type { Claim } from './claims.ts'
import type { SpokenMoment } from './facts.ts'

/** A visit as the ledger, or a tool of this turn, knows it. */
export interface KnownVisit {
  status: 'requested' | 'booked' | 'arrived' | 'no_show' | 'cancelled'
  date: CalendarDate
  time: ClockTime
  /** Employees by name; empty where nobody says who. */
  people: readonly string[]
  /** In major units, as far as it is known: the whole, and each service. */
  prices: readonly { min: number; max: number }[]
  isComing: boolean
}

/** A move that took place. */
export interface KnownMove {
  from?: { date: CalendarDate; time: ClockTime }
  to: KnownVisit
}

/** What is true of a conversation's visits now. */
export interface KnownTruth {
  today: CalendarDate
  visits: readonly KnownVisit[]
  moves: readonly KnownMove[]
  /** Visits that an operation of this conversation cancelled, as they were. */
  cancelled: readonly KnownVisit[]
  /** Free times that this turn's tools found; none when the turn has changed a visit, since a time is then the visit's. */
  offered: readonly Moment[]
  /** What services cost, in major units. */
  prices: readonly { min: number; max: number }[]
}

/** A day and a time of it. */
type Moment = { date: CalendarDate; time: ClockTime }

function isAt({ days, time }: SpokenMoment, { date, time: at }: Moment, today: CalendarDate): boolean {
  return days.every(day => day(date, today)) && (time === undefined || time(at))
}

function fitsPeople({ people, strangers }: Claim, visit: KnownVisit): boolean {
  if (visit.people.length === 0) return true
  return strangers === 0 && people.every(name => visit.people.includes(name))
}

function fitsPrice({ prices }: Claim, visit: KnownVisit): boolean {
  if (visit.prices.length === 0) return true
  return prices.every(price => visit.prices.some(({ min, max }) => price >= min && price <= max))
}

const isLive = ({ status }: KnownVisit) => status === 'booked' || status === 'arrived'

/** Whether each moment of the claim is that of one of these visits, and each of them fits in all else. */
function standsIn(claim: Claim, visits: readonly KnownVisit[], today: CalendarDate): boolean {
  const recent = claim.moments.filter(({ isOld }) => !isOld)
  // "From three o'clock you are with us" leaves nothing behind.
  const moments = recent.length > 0 ? recent : claim.moments
  if (moments.length === 0)
    return visits.some(
      visit => (visit.isComing || claim.people.length > 0) && fitsPeople(claim, visit) && fitsPrice(claim, visit),
    )
  if (moments.length === 1) {
    const [moment] = moments
    return visits.some(
      visit => moment && isAt(moment, visit, today) && fitsPeople(claim, visit) && fitsPrice(claim, visit),
    )
  }
  const told = moments.flatMap(moment => visits.filter(visit => isAt(moment, visit, today)).slice(0, 1))
  const together = { people: told.flatMap(({ people }) => people), prices: told.flatMap(({ prices }) => prices) }
  const each = told[0]
  return (
    told.length === moments.length &&
    each !== undefined &&
    fitsPeople(claim, { ...each, ...together }) &&
    fitsPrice(claim, { ...each, ...together })
  )
}

function isMoved(claim: Claim, { visits, moves, today }: KnownTruth): boolean {
  const hasOld = claim.moments.some(({ isOld }) => isOld)
  const moved = moves.some(({ from, to }) => {
    const isOld = (moment: SpokenMoment) => from !== undefined && isAt(moment, from, today)
    const isNew = (moment: SpokenMoment) => isAt(moment, to, today)
    const rest = claim.moments.filter(moment => !moment.isOld)
    return (
      claim.moments.every(moment =>
        moment.isOld ? isOld(moment) : isNew(moment) || (rest.length > 1 && isOld(moment)),
      ) &&
      (rest.length === 0 || rest.some(isNew)) &&
      fitsPeople(claim, to) &&
      fitsPrice(claim, to)
    )
  })
  // Staff move visits in the CRM itself: then the visit stands where the words say.
  return (
    moved || (!hasOld && claim.moments.length > 0 && standsIn(claim, visits.filter(isLive), today) && moves.length > 0)
  )
}

/** Whether everything that stands in figures is that of a free time that was found, or of a service. */
function isFound(claim: Claim, { offered, prices, today }: KnownTruth): boolean {
  return (
    claim.moments.every(moment => offered.some(one => isAt(moment, one, today))) &&
    claim.prices.every(price => prices.some(({ min, max }) => price >= min && price <= max))
  )
}

/** Whether the ledger bears a claim out. */
export function isBorneOut(claim: Claim, truth: KnownTruth): boolean {
  const { visits, moves, cancelled, today } = truth
  const live = visits.filter(isLive)
  if (claim.tells === 'figures' && isFound(claim, truth)) return true
  switch (claim.kind) {
    case 'booked':
      return standsIn(claim, live, today)
    case 'requested':
      return standsIn(
        claim,
        visits.filter(visit => visit.status === 'requested' || isLive(visit)),
        today,
      )
    case 'moved':
      return isMoved(claim, truth)
    case 'cancelled': {
      const gone = [...visits.filter(({ status }) => status === 'cancelled'), ...cancelled].map(visit => ({
        ...visit,
        isComing: true,
      }))
      return standsIn(claim, gone, today)
    }
    case 'done':
      return (
        live.some(({ isComing }) => isComing) ||
        visits.some(({ status }) => status === 'requested') ||
        moves.length + cancelled.length > 0
      )
  }
}
