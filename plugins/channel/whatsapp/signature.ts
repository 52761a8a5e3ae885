import { createHmac, timingSafeEqual } from 'node:crypto'

const HEADER = /^sha256=([0-9a-f]{64})$/i
const NOT_ASCII = /[\u0080-\uffff]/g

/** The signature that a header carries; undefined where it carries none. */
export function signatureOf(header: unknown): Buffer | undefined {
  const hex = typeof header === 'string' ? HEADER.exec(header)?.[1] : undefined
  return hex === undefined ? undefined : Buffer.from(hex, 'hex')
}

/** Whether one of the secrets has signed these bytes. */
export function isSigned(body: Buffer, signature: Buffer, secrets: readonly string[]): boolean {
  if (isSignedAs(body, signature, secrets)) return true
  // Meta signs with every character beyond ASCII escaped; a proxy in between may have written them out.
  if (!body.some(byte => byte > 0x7e)) return false
  return isSignedAs(Buffer.from(escaped(body.toString())), signature, secrets)
}

function isSignedAs(body: Buffer, signature: Buffer, secrets: readonly string[]): boolean {
  // All of them, so that the time tells nothing about which one it was.
  return secrets
    .map(secret => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature))
    .includes(true)
}

function escaped(text: string): string {
  return text.replace(NOT_ASCII, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Whether two secrets are the same, in a time that does not depend on where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compared').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
