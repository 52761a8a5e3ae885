import { createHmac } from 'node:crypto'
import type { Attempt } from '../../../core/testkit/index.ts'

/** A client as the account sees them. */
export interface FakeClient {
  /** Digits without a plus. */
  phone: string
  userId: string
  name: string
  /** Behind a username: webhooks then carry only the user id. */
  hidesPhone?: boolean
}

/** A body in the bytes that Meta sends: beyond ASCII everything is escaped. */
export function bytesOf(body: unknown): string {
  return JSON.stringify(body).replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The header of these bytes. */
export function sign(bytes: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`
}

/** Posts a delivery; without a signature when none is given. */
export async function post(url: string, bytes: string, signature: string | undefined): Promise<Attempt> {
  const headers = {
    'content-type': 'application/json',
    ...(signature !== undefined && { 'x-hub-signature-256': signature }),
  }
  const response = await fetch(url, { method: 'POST', body: bytes, headers })
  await response.body?.cancel()
  return { taken: response.status === 200, status: response.status }
}

/** The whole of a delivery with these values, one change each. */
export function envelope(account: string, values: readonly object[]): object {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: account, changes: values.map(value => ({ field: 'messages', value })) }],
  }
}

const metadata = (number: string) => ({ display_phone_number: '15550001111', phone_number_id: number })

/** The value of a change with a message of a client. */
export function messageValue(number: string, client: FakeClient, message: object): object {
  const { phone, userId, name, hidesPhone } = client
  const contact = {
    profile: { name, ...(hidesPhone && { username: name.toLowerCase() }) },
    ...(!hidesPhone && { wa_id: phone }),
    user_id: userId,
  }
  const from = { ...(!hidesPhone && { from: phone }), from_user_id: userId }
  return {
    messaging_product: 'whatsapp',
    metadata: metadata(number),
    contacts: [contact],
    messages: [{ ...from, ...message }],
  }
}

/** The value of a change with the status of a message. */
export function statusValue(number: string, status: object): object {
  return { messaging_product: 'whatsapp', metadata: metadata(number), statuses: [status] }
}
