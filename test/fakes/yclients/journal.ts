import { type Answer, created, empty, no, notFound, ok } from './answers.ts'
import type { Book, Card, Entry } from './book.ts'
import type { Asked } from './online.ts'
import { CATEGORIES, SERVICES, STAFF } from './salon.ts'
import type { createShapes } from './shapes.ts'

/** What a user of the location sees and changes: the journal, the client base, the services. */
export function createJournal(
  book: Book,
  shapes: ReturnType<typeof createShapes>,
  switches: {
    forgetsDeleted: boolean
    hidesPhones: boolean
    dropsApiId: boolean
    refusal: { status: number; code?: number } | undefined
  },
) {
  const services = (): Answer =>
    ok(
      SERVICES.map(one => ({
        id: one.id,
        salon_service_id: one.id + 500,
        title: one.title,
        booking_title: one.title,
        category_id: one.category,
        price_min: one.price,
        price_max: one.most,
        discount: 0,
        active: 1,
        api_id: '0',
        prepaid: one.prepaid,
        duration: one.seconds,
        is_online: one.online,
        image_group: [],
        staff: STAFF.filter(({ services: does }) => does.some(id => id === one.id)).map(person => {
          const lengths: Readonly<Record<number, number>> = person.lengths
          return {
            id: person.id,
            seance_length: lengths[one.id] ?? one.seconds,
            image_url: '',
            price: null,
            name: person.name,
          }
        }),
        resources: [],
        dates: [],
        category: CATEGORIES.find(({ id }) => id === one.category),
      })),
      { total_count: SERVICES.length },
    )

  const paged = <T>(rows: readonly T[], page: number, size: number) => rows.slice((page - 1) * size, page * size)

  const search = ({ body }: Asked): Answer => {
    const size = Math.min(200, body?.page_size ?? 25)
    const text = String(body?.filters?.[0]?.state?.value ?? '').toLowerCase()
    const fields: string[] = body?.fields ?? ['id']
    const found = book.cards.filter(card => `${card.phone} ${card.name}`.toLowerCase().includes(text))
    const shown = (card: Card): Card => ({
      ...card,
      phone: switches.hidesPhones ? `${card.phone.slice(0, 4)}*****` : card.phone,
    })
    const rows = paged(found, body?.page ?? 1, size).map(card =>
      Object.fromEntries(fields.map(name => [name, shown(card)[name]])),
    )
    return ok(rows, { total_count: found.length })
  }

  const readCard = (id: number): Answer => {
    const card = book.cards.find(one => one.id === id)
    return card ? ok(shapes.card(card)) : notFound
  }

  const addCard = ({ body }: Asked): Answer => {
    const digits = String(body?.phone ?? '').replaceAll(/\D/g, '')
    if (!body?.name || digits.length < 9 || digits.length > 15)
      return no(422, 'Name and phone', { phone: ['is needed'] })
    if (book.cards.some(card => card.phone === `+${digits}`)) return no(422, 'There is a client with this phone')
    const card = Object.assign(book.cardFor(digits, body.name), {
      email: body.email ?? '',
      comment: body.comment ?? '',
    })
    return created(shapes.card(card))
  }

  /** The whole card is replaced: what is not sent is empty afterwards. */
  const putCard = (id: number, { body }: Asked): Answer => {
    const card = book.cards.find(one => one.id === id)
    if (!card) return notFound
    if (!body?.name || !body.phone) return no(422, 'Name and phone', { name: ['is needed'] })
    Object.assign(card, {
      name: body.name,
      phone: `+${String(body.phone).replaceAll(/\D/g, '')}`,
      email: body.email ?? '',
      comment: body.comment ?? '',
      discount: body.discount ?? 0,
      birth_date: body.birth_date ?? '1970-01-01',
      categories: card.categories.filter(tag => (body.labels ?? []).includes(tag.id)),
    })
    return ok(shapes.card(card))
  }

  const readRecord = (id: number): Answer => {
    const entry = book.entries.find(one => one.id === id)
    if (!entry || (entry.isDeleted && switches.forgetsDeleted)) return notFound
    return ok(shapes.record(entry))
  }

  const listRecords = ({ query }: Asked): Answer => {
    const is = (name: string, value: unknown) => !query.get(name) || query.get(name) === String(value)
    const [from, to] = [query.get('start_date') ?? '', query.get('end_date') || '9999']
    const changedAfter = book.momentOf(query.get('changed_after') ?? '') ?? 0
    const found = book.entries.filter(entry => {
      const date = shapes.naive(entry.startMs).slice(0, 10)
      const isShown = !entry.isDeleted || query.get('with_deleted') === '1'
      const isThen = date >= from && date <= to && entry.changedMs >= changedAfter
      return isShown && isThen && is('staff_id', entry.staffId) && is('client_id', entry.client?.id)
    })
    const page = Number(query.get('page') ?? 1)
    const rows = paged(found, page, Number(query.get('count') ?? 50)).map(entry => shapes.record(entry))
    return ok(rows, { page, total_count: found.length })
  }

  /** `save_if_busy: false`: a time that is taken or outside of the hours is a conflict. */
  const timeOf = (body: Asked['body'], except?: Entry) => {
    const startMs = book.momentOf(String(body?.datetime))
    const needed = ['staff_id', 'services', 'client', 'datetime', 'seance_length', 'save_if_busy', 'send_sms']
    if (startMs === undefined || needed.some(name => body?.[name] === undefined)) return no(422, 'Something is missing')
    const time = { staffId: Number(body.staff_id), startMs, seconds: Number(body.seance_length) }
    const hours = book.zoned(startMs)
    const isOpen = hours.dayOfWeek !== 7 && hours.hour >= 10 && hours.hour < 18
    return body.save_if_busy || (isOpen && book.isFree(time, except)) ? time : no(409, 'The time is busy')
  }

  const writtenBy = (body: Asked['body']) => ({
    services: body.services.map((one: Asked['body']) => ({
      id: Number(one.id),
      cost: one.cost ?? 0,
      first_cost: one.first_cost ?? 0,
      discount: one.discount ?? 0,
      amount: one.amount ?? 1,
    })),
    comment: body.comment ?? '',
    apiId: switches.dropsApiId ? '' : (body.api_id ?? ''),
    attendance: body.attendance ?? 0,
    color: body.custom_color ?? '',
  })

  const addRecord = ({ body }: Asked): Answer => {
    if (switches.refusal) return no(switches.refusal.status, 'No')
    const time = timeOf(body)
    if ('status' in time) return time
    // The journal takes the name that it is given, also for a card that is there.
    const client = Object.assign(book.cardFor(body.client.phone, body.client.name), { name: body.client.name })
    const rest = { isPaid: false, isConfirmed: true, isOnline: false }
    return created(shapes.record(book.add({ ...time, ...writtenBy(body), client, ...rest })))
  }

  /** The whole record is replaced. */
  const putRecord = (id: number, { body }: Asked): Answer => {
    const entry = book.entries.find(one => one.id === id && !one.isDeleted)
    if (!entry) return notFound
    const time = timeOf(body, entry)
    if ('status' in time) return time
    Object.assign(entry, time, writtenBy(body))
    book.touch(entry)
    return created(shapes.record(entry))
  }

  const deleteRecord = (id: number): Answer => {
    const entry = book.entries.find(one => one.id === id && !one.isDeleted)
    if (!entry) return notFound
    entry.isDeleted = true
    book.touch(entry)
    return empty(204)
  }

  return { services, search, readCard, addCard, putCard, readRecord, listRecords, addRecord, putRecord, deleteRecord }
}
