import type { FastifyRequest } from 'fastify'
import { refusal } from '../stored/refusal.ts'

/** A header that only our own page sends: no other site can without asking CORS, which does not list it. */
const PAGE_HEADER = 'x-aiadmin-chat'

/** Refuses a write that another site's page makes with the visitor's cookie. @throws 403 `foreign_origin`. */
export function requireOwnPage({ headers, host }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  const isForeign =
    typeof site === 'string'
      ? site !== 'same-origin'
      : // Browsers leave Sec-Fetch-Site out on plain http; the scheme is left aside, as a proxy may have changed it.
        headers.origin !== undefined && hostOf(headers.origin) !== host
  if (isForeign || headers[PAGE_HEADER] === undefined)
    throw refusal(403, 'foreign_origin', 'Messages are taken from the chat page only; programs use the channel http.')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
