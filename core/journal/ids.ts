import { createHash, randomUUID } from 'node:crypto'

/** In the order of their codes, so that ids sort by their time as text. */
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const TIME_DIGITS = 7

/** Random bytes from the pool that `randomUUID` keeps: asking the system for a few at a time is slow. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '')
}

/**
 * 16 URL-safe characters: the time in milliseconds, then 54 random bits. Ids of the same time stand together, so that
 * a commit writes few pages of each table.
 */
export function newId(now = Date.now()): string {
  let time = now
  let id = ''
  for (let digit = 0; digit < TIME_DIGITS; digit += 1) {
    id = ALPHABET.charAt(time % 64) + id
    time = Math.floor(time / 64)
  }
  // The digits around the UUID's fixed version and variant bits; 7 × 8 bits make 9 digits of 6 bits and some.
  return id + Buffer.from(randomHex().slice(18), 'hex').toString('base64url').slice(0, 9)
}

/** 16 URL-safe characters, 96 random bits: what nobody may guess. */
export function newToken(): string {
  const hex = randomHex()
  return Buffer.from(hex.slice(0, 12) + hex.slice(20), 'hex').toString('base64url')
}

/** A provider's id as it is kept: it can be recognised, not read. */
export function hashProviderId(instance: string, id: string): string {
  return createHash('sha256').update(instance).update('\0').update(id).digest('base64url').slice(0, 32)
}
