import type { Book, Card, Entry } from './book.ts'
import { SERVICES, STAFF } from './salon.ts'

/** How times and records are written on the wire. */
export function createShapes(book: Book, { winterOffset }: { winterOffset: boolean }) {
  const naive = (ms: number) => book.zoned(ms).toPlainDateTime().toString({ smallestUnit: 'second' })
  /** Altegio was seen to write the offset of winter in summer. */
  const offsetAt = (ms: number) => {
    const { offset, year } = book.zoned(ms)
    return winterOffset ? book.zoned(Date.UTC(year, 0, 15)).offset : offset
  }
  const datetime = (ms: number) => `${naive(ms)}${offsetAt(ms)}`

  const client = (card: Card) => ({
    id: card.id,
    name: card.name,
    surname: '',
    patronymic: '',
    display_name: card.name,
    phone: card.phone,
    card: '',
    email: card.email,
    success_visits_count: 0,
    fail_visits_count: 0,
    discount: card.discount,
    custom_fields: [],
    client_tags: [],
  })

  return {
    naive,
    datetime,
    /** A record has three spellings of time. */
    record(entry: Entry) {
      const staff = STAFF.find(({ id }) => id === entry.staffId)
      return {
        id: entry.id,
        company_id: 4564,
        staff_id: entry.staffId,
        services: entry.services.map(service => ({
          ...service,
          title: SERVICES.find(({ id }) => id === service.id)?.title,
          cost_to_pay: service.cost,
          manual_cost: service.cost,
          cost_per_unit: service.cost,
        })),
        goods_transactions: [],
        staff: { id: entry.staffId, api_id: null, name: staff?.name, specialization: staff?.title, position: [] },
        client: entry.client ? client(entry.client) : null,
        clients_count: 1,
        date: naive(entry.startMs).replace('T', ' '),
        datetime: datetime(entry.startMs),
        create_date: datetime(entry.changedMs).replace(/(\d\d):(\d\d)$/, '$1$2'),
        comment: entry.comment,
        online: entry.isOnline,
        visit_attendance: entry.attendance,
        attendance: entry.attendance,
        confirmed: entry.isConfirmed ? 1 : 0,
        seance_length: entry.seconds,
        length: entry.seconds,
        sms_remain_hours: 0,
        email_remain_hours: 0,
        api_id: entry.apiId,
        visit_id: String(entry.id + 5_000_000),
        deleted: entry.isDeleted,
        paid_full: entry.isPaid ? 1 : 0,
        prepaid: entry.isPaid,
        prepaid_confirmed: entry.isPaid,
        last_change_date: datetime(entry.changedMs).replace(/(\d\d):(\d\d)$/, '$1$2'),
        custom_color: entry.color,
        record_labels: [],
        activity_id: 0,
        custom_fields: [],
        documents: [],
      }
    },
    card: (card: Card) => ({
      ...card,
      sex: 'unknown',
      importance: '',
      spent: 0,
      balance: 0,
      visits: 1,
      custom_fields: [],
    }),
  }
}
