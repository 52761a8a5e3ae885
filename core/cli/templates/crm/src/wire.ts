// What Acme's API sends and takes. Times are UTC: `2027-03-25T09:00:00Z`.

/** A service as Acme has it. */
export interface WireService {
  id: string
  title: string
  minutes: number
  priceCents: number
  staff: string[]
}

/** A person who works in the business. */
export interface WireStaff {
  id: string
  name: string
  role: string
}

/** A free time of one person. */
export interface WireTime {
  start: string
  end: string
  staff: string
}

/** A client. */
export interface WireClient {
  id: string
  name: string
  phone: string
  email?: string
  note?: string
}

/** A visit, also one that was cancelled. */
export interface WireVisit {
  id: string
  state: 'active' | 'cancelled' | 'came' | 'missed'
  start: string
  end: string
  staff: string
  services: string[]
  client: WireClient
  note?: string
  /** What we gave it: the key of the write. */
  reference: string
}
