import type { Appointment, Call, PluginContext } from '../../../core/contract/index.ts'
import type { Book } from '../calendar/index.ts'
import type { BridgeOptions, DikidiOptions } from './options.ts'
import type { BridgeEvent } from './outbox.ts'
import { signatureOf, tokenFor } from './signature.ts'

/** What the bridge said at once; most say nothing but that they have it. */
export type BridgeAnswer = 'taken' | 'booked' | 'refused'

/** How the bridge is spoken to. */
export interface Bridge {
  tell: Tell
  /** Why nothing can be told to it now; undefined when it answers. */
  trouble(call: Call): Promise<string | undefined>
}

/** Sends one operation. @throws `unavailable` or `rate_limited` when the bridge certainly has not taken it. */
export type Tell = (
  event: BridgeEvent,
  told: { key: string; visit: Appointment; previous?: { start: string; end: string }; locale?: string },
  call: Call,
) => Promise<BridgeAnswer>

/** Platforms count calls, and a salon's own script is a small thing. */
const PER_SECOND = 5

/** Speaks to the integration platform or the salon's script, in the contract of the README. */
export function createBridge(context: PluginContext<DikidiOptions>, book: Book, options: BridgeOptions): Bridge {
  const { http, error, clock, company, instance } = context
  const { services, employees } = book.catalog
  const limited = http.limit({ key: `dikidi bridge ${new URL(options.url).host}`, perSecond: PER_SECOND })

  const signed = (body: string) => ({
    'x-aiadmin-signature': signatureOf(body, { secret: options.secret, nowMs: clock.now() }),
  })

  const trouble: Bridge['trouble'] = async call => {
    const host = new URL(options.url).host
    try {
      // The one question that starts no scenario of a platform. A script of the salon's may look at the signature.
      const init: RequestInit = { method: 'OPTIONS', headers: signed(''), redirect: 'manual' }
      const response = await limited(options.url, init, { call })
      await response.body?.cancel()
      const { status } = response
      if (status === 401 || status === 403)
        return `the bridge at ${host} does not take our signature: write the same secret on its side and in crm.with.bridge.secret`
      if (status === 404 || status === 410)
        return `there is no bridge at ${host} (${status}): check crm.with.bridge.url, and whether its scenario is switched on`
      return status >= 500 ? `the bridge at ${host} answers ${status}: look what is wrong there` : undefined
    } catch (failure) {
      if (call.signal.aborted) throw failure
      return `${Object(failure).message}; check crm.with.bridge.url, and whether the bridge runs`
    }
  }

  const tell: Tell = async (event, told, call) => {
    const body = JSON.stringify(messageOf(event, told))
    const response = await limited(
      options.url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-aiadmin-event': event,
          ...signed(body),
          'idempotency-key': `${event}:${told.key}`,
        },
        body,
        redirect: 'manual',
      },
      { call },
    )
    const text = await response.text()
    const said = `the bridge answered ${response.status} to ${event}`
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after'))
      throw error('rate_limited', said, seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {})
    }
    if (response.status >= 500) throw error('unknown_outcome', said)
    if (!response.ok) throw error('unavailable', `${said}: check the address, and the secret on its side`)
    // A page for people is a gateway's; platforms answer a word or JSON.
    if (/^\s*<(!doctype|html)/i.test(text)) throw error('unknown_outcome', `${said} with a page for people`)
    const status = statusIn(text)
    return status === 'booked' || status === 'refused' ? status : 'taken'
  }

  return { tell, trouble }

  function messageOf(event: BridgeEvent, { key, visit, previous, locale }: Parameters<Tell>[1]) {
    const named = visit.parts.map(part => ({
      employee: { id: part.employeeId ?? '', name: employees.get(part.employeeId ?? '')?.name ?? '' },
      services: part.serviceIds.map(id => ({ id, name: services.get(id)?.name ?? id })),
      start: part.start,
      end: part.end,
    }))
    return {
      version: 1,
      event,
      key,
      visit: {
        id: visit.id,
        start: visit.start,
        end: visit.end,
        // Platforms put words into forms: what people read stands beside what programs read.
        ...wordsOf(visit.start),
        timezone: company.timezone,
        durationMinutes: Math.round((Date.parse(visit.end) - Date.parse(visit.start)) / 60_000),
        services: named.flatMap(part => part.services.map(({ name }) => name)).join(' + '),
        employee: [...new Set(named.map(part => part.employee.name))].join(', '),
        parts: named,
        ...(visit.price && { price: visit.price }),
        ...(visit.comment !== undefined && { comment: visit.comment }),
      },
      ...(previous && { previous: { start: previous.start, end: previous.end, ...wordsOf(previous.start) } }),
      client: { name: visit.clientName ?? '', phone: visit.phone ?? '' },
      language: locale ?? company.locale,
      callback: `${options.answersTo.replace(/\/$/, '')}/api/v1/${instance}/answers/${visit.id}/${tokenFor(`answer ${visit.id}`, options.secret)}`,
    }
  }
}

function wordsOf(instant: string): { date: string; time: string } {
  const [date = '', time = ''] = instant.split('T')
  return { date, time: time.slice(0, 5) }
}

function statusIn(text: string): unknown {
  try {
    return Object(JSON.parse(text)).status
  } catch {
    return undefined
  }
}
