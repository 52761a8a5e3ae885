import { createHmac, timingSafeEqual } from 'node:crypto'

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>">`: the receiver can tell that it is ours, and fresh. */
export function signatureOf(body: string, { secret, nowMs }: { secret: string; nowMs: number }): string {
  const seconds = Math.floor(nowMs / 1_000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/** What makes an address for answers one that nobody can guess; platforms that can't sign can call it as it is. */
export function tokenFor(purpose: string, secret: string): string {
  return createHmac('sha256', secret).update(`address:${purpose}`).digest('base64url')
}

/** Compares without telling by its time how much was right. */
export function isToken(given: string, purpose: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(tokenFor(purpose, secret))]
  return one.length === other.length && timingSafeEqual(one, other)
}
