import { type Answer, created, empty, no, notFound, numbered, ok } from './answers.ts'
import type { Book } from './book.ts'
import { CATEGORIES, lengthOf, SERVICES, STAFF } from './salon.ts'
import type { createShapes } from './shapes.ts'

/** What a request brought. */
export interface Asked {
  query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: a stand-in takes what it is sent, as JSON has it.
  body: any
}

/** The resources of online booking: prices and ids as texts, empty maps as lists. */
export function createOnline(
  book: Book,
  shapes: ReturnType<typeof createShapes>,
  switches: {
    phoneConfirmation: boolean
    dropsApiId: boolean
    blacklist: readonly string[]
    refusal: { status: number; code?: number } | undefined
  },
) {
  const wanted = ({ query }: Asked) => query.getAll('service_ids[]').map(Number)

  const services = (): Answer =>
    ok({
      events: [],
      services: SERVICES.filter(({ online }) => online).map(one => ({
        id: one.id,
        title: one.title,
        category_id: String(one.category),
        price_min: `${one.price}.00`,
        price_max: `${one.most}.00`,
        discount: 0,
        comment: one.id === 11 ? 'Wash &amp; cut,<br>with styling' : '',
        weight: 1,
        active: '1',
        sex: 0,
        image: '',
        prepaid: one.prepaid,
        seance_length: 0,
      })),
      category: CATEGORIES,
    })

  const staff = (asked: Asked): Answer =>
    ok(
      STAFF.map(one => ({
        id: String(one.id),
        name: one.name,
        specialization: one.title,
        position: [],
        bookable: one.bookable && (wanted(asked).length === 0 || lengthOf(one.id, wanted(asked)) !== undefined),
        weight: '10',
        rating: '0',
        votes_count: '0',
        avatar: '',
        information: '<span></span>',
      })),
    )

  /** Of the whole month of `date`, whatever day that is. */
  const dates = (asked: Asked): Answer => {
    const date = asked.query.get('date') ?? ''
    const who = Number(asked.query.get('staff_id') ?? 0)
    const first = book.zoned(book.momentOf(`${date.slice(0, 7)}-01T00:00`) ?? 0).toPlainDate()
    const days = Array.from({ length: first.daysInMonth }, (_, day) => first.add({ days: day }).toString())
    const people = STAFF.filter(({ id }) => who === 0 || id === who)
    const free = days.filter(day => people.some(({ id }) => book.timesOf(id, day, wanted(asked)).length > 0))
    const grouped = free.length === 0 ? [] : { [String(first.month)]: free.map(day => String(Number(day.slice(8)))) }
    return ok({ booking_days: grouped, booking_dates: free, working_days: [], working_dates: days })
  }

  const times = (staffId: string | undefined, date: string | undefined, asked: Asked): Answer => {
    if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return notFound
    const who = STAFF.filter(({ id }) => staffId === '0' || id === Number(staffId))
    const found = new Map(who.flatMap(({ id }) => book.timesOf(id, date, wanted(asked)).map(one => [one.startMs, one])))
    return ok(
      [...found.values()].map(({ startMs, seconds }) => ({
        time: shapes.naive(startMs).slice(11, 16),
        seance_length: seconds,
        sum_length: seconds,
        datetime: shapes.datetime(startMs),
      })),
    )
  }

  /** A time that was named with a wrong offset comes back with it: the wall clock counts. */
  const timeOf = (appointment: Asked['body']) => {
    const startMs = book.momentOf(String(appointment?.datetime).slice(0, 19))
    const seconds = lengthOf(appointment?.staff_id, appointment?.services ?? [])
    return startMs === undefined || seconds === undefined
      ? undefined
      : { startMs, seconds, staffId: appointment.staff_id }
  }

  const check = ({ body }: Asked): Answer => {
    const [appointment] = body?.appointments ?? []
    const isSold = (appointment?.services ?? []).every((id: number) =>
      SERVICES.some(one => one.id === id && one.online),
    )
    if (!isSold) return numbered(422, 438, 'The service is not sold any more')
    const time = timeOf(appointment)
    if (!time || time.startMs <= 0) return numbered(422, 433, 'The time is taken')
    const date = shapes.naive(time.startMs).slice(0, 10)
    const isFree = book.timesOf(time.staffId, date, appointment.services).some(one => one.startMs === time.startMs)
    return isFree ? empty(201) : numbered(422, 433, 'The time is taken')
  }

  const record = (asked: Asked): Answer => {
    const { body } = asked
    const [appointment] = body?.appointments ?? []
    const { refusal } = switches
    if (refusal) return refusal.code ? numbered(refusal.status, refusal.code, 'No') : no(refusal.status, 'No')
    if (!/^\d{9,15}$/.test(String(body?.phone))) return numbered(422, 431, 'The phone has a wrong form')
    if (!body?.fullname) return numbered(422, 435, 'No name')
    if (switches.blacklist.includes(body.phone)) return numbered(403, 434, 'You can not book')
    if (switches.phoneConfirmation) return numbered(422, 432, 'The code is wrong')
    const checked = check(asked)
    const time = timeOf(appointment)
    if (checked.status !== 201 || !time) return checked
    const entry = book.add({
      ...time,
      services: appointment.services.map((id: number) => {
        const price = SERVICES.find(one => one.id === id)?.price ?? 0
        return { id, cost: price, first_cost: price, discount: 0, amount: 1 }
      }),
      client: book.cardFor(body.phone, body.fullname),
      comment: body.comment ?? '',
      apiId: switches.dropsApiId ? '' : (body.api_id ?? ''),
      attendance: 0,
      isPaid: false,
      isConfirmed: true,
      isOnline: true,
      color: '',
    })
    return created([{ id: appointment.id, record_id: entry.id, record_hash: `hash${entry.id}` }])
  }

  return { services, staff, dates, times, check, record }
}
