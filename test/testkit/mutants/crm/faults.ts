import type { AppointmentDraft, CrmInstance } from '../../../../core/contract/index.ts'
import type { CrmMutant } from './mutant.ts'
import { type CodeAndText, otherwise } from './mutant.ts'

/** What was sent and not answered is taken for not written. */
const takenForUnsent =
  ({ error }: { error: CrmMutantError }, { signal }: { signal: AbortSignal }) =>
  (failure: CodeAndText): never => {
    throw signal.aborted && failure.code === 'unknown_outcome' ? error('unavailable', 'no answer') : failure.error
  }

type CrmMutantError = Parameters<NonNullable<CrmMutant['crm']>>[1]['error']

const isBooking = (url: string | URL, init: RequestInit = {}) =>
  init.method === 'POST' && new URL(url).pathname === '/v1/visits'

const asBooked = ({ slot, client, key }: AppointmentDraft) => ({
  ...slot,
  id: '1',
  status: 'booked' as const,
  clientName: client.name,
  phone: client.phone,
  key,
})

/** CRMs that misread what a network does to their writes. */
export const faultMutants: readonly CrmMutant[] = [
  {
    check: 'crm.book-unreachable',
    mistake: 'is not sure whether it reached nobody',
    crm: (crm, { error }) => ({
      createAppointment: (draft, call) =>
        otherwise(crm.createAppointment(draft, call), failure => {
          throw failure.cause === 'ECONNREFUSED' ? error('unknown_outcome', 'who knows') : failure.error
        }),
    }),
  },
  {
    check: 'crm.book-lost-request',
    mistake: 'takes silence for consent',
    crm: crm => ({
      createAppointment: (draft, call) =>
        otherwise(crm.createAppointment(draft, call), ({ code, error }) => {
          if (!call.signal.aborted || code !== 'unknown_outcome') throw error
          return asBooked(draft)
        }),
    }),
  },
  {
    check: 'crm.book-lost-answer',
    mistake: 'takes a booking without an answer for none',
    crm: (crm, context) => ({
      createAppointment: (draft, call) => otherwise(crm.createAppointment(draft, call), takenForUnsent(context, call)),
    }),
  },
  {
    check: 'crm.book-late-answer',
    mistake: 'takes an answer that came late for none',
    crm: (crm, { clock, error }) => ({
      async createAppointment(draft, call) {
        const visit = await crm.createAppointment(draft, call)
        if (clock.now() >= call.deadline) throw error('unavailable', 'too late')
        return visit
      },
    }),
  },
  {
    check: 'crm.book-rate-limit-with-hint',
    mistake: 'does not read Retry-After',
    http: send => async (url, init, options) => {
      const { status, headers, body } = await send(url, init, options)
      headers.delete('retry-after')
      return new Response(body, { status, headers })
    },
  },
  {
    check: 'crm.book-rate-limit',
    mistake: 'knows a limit only by its Retry-After',
    crm: (crm, { error }) => ({
      createAppointment: (draft, call) =>
        otherwise(crm.createAppointment(draft, call), failure => {
          const isBare = failure.code === 'rate_limited' && failure.retryAfterMs === undefined
          throw isBare ? error('unavailable', 'Acme answered 429') : failure.error
        }),
    }),
  },
  {
    check: 'crm.book-server-error',
    mistake: 'believes that a server that failed wrote nothing',
    http:
      (send, { error }) =>
      async (url, init, options) => {
        const response = await send(url, init, options)
        if (isBooking(url, init) && response.status === 500) throw error('unavailable', 'Acme failed')
        return response
      },
  },
  {
    check: 'crm.book-html',
    mistake: 'believes that a page for people means nothing was written',
    http:
      (send, { error }) =>
      async (url, init, options) => {
        const response = await send(url, init, options)
        const isPage = response.headers.get('content-type')?.startsWith('text/html')
        if (isBooking(url, init) && isPage) throw error('unavailable', 'Acme is being mended')
        return response
      },
  },
  {
    check: 'crm.book-half-body',
    mistake: 'believes that half an answer means nothing was written',
    http:
      (send, { error }) =>
      async (url, init, options) => {
        const response = await send(url, init, options)
        if (!isBooking(url, init)) return response
        const text = await response.text().catch(() => {
          throw error('unavailable', 'Acme broke off')
        })
        return new Response(text, response)
      },
  },
  {
    check: 'crm.book-redirect',
    mistake: 'takes a booking to wherever it is sent',
    http: send => async (url, init, options) => {
      const response = await send(url, init, options)
      const location = response.headers.get('location')
      return location !== null && isBooking(url, init) ? send(location, init, options) : response
    },
  },
  ...(
    [
      ['crm.move-lost-answer', 'rescheduleAppointment', 'move'],
      ['crm.cancel-lost-answer', 'cancelAppointment', 'cancellation'],
      ['crm.client-lost-answer', 'createClient', 'new client'],
    ] as const
  ).map(
    ([check, method, what]): CrmMutant => ({
      check,
      mistake: `takes a ${what} without an answer for none`,
      crm: (crm, context) => forgetful(crm, method, context),
    }),
  ),
  {
    check: 'crm.deadline',
    mistake: 'does not look at the deadline',
    crm: (crm, { clock }) => ({
      createAppointment: (draft, call) => crm.createAppointment(draft, { ...call, deadline: clock.now() + 60_000 }),
    }),
  },
]

function forgetful(
  crm: CrmInstance,
  method: 'rescheduleAppointment' | 'cancelAppointment' | 'createClient',
  context: { error: CrmMutantError },
): Partial<CrmInstance> {
  const { rescheduleAppointment, cancelAppointment, createClient } = crm
  switch (method) {
    case 'rescheduleAppointment':
      return {
        rescheduleAppointment: (input, call) =>
          otherwise(rescheduleAppointment(input, call), takenForUnsent(context, call)),
      }
    case 'cancelAppointment':
      return {
        cancelAppointment: (input, call) => otherwise(cancelAppointment(input, call), takenForUnsent(context, call)),
      }
    case 'createClient':
      return { createClient: (input, call) => otherwise(createClient(input, call), takenForUnsent(context, call)) }
  }
}
