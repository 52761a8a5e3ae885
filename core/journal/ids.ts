import { createHash, randomBytes } from 'node:crypto'

/** 16 URL-safe characters, 96 random bits: ids, choice tokens, operation keys. */
export function newId(): string {
  return randomBytes(12).toString('base64url')
}

/** A provider's id as it is kept: it can be recognised, not read. */
export function hashProviderId(instance: string, id: string): string {
  return createHash('sha256').update(instance).update('\0').update(id).digest('base64url').slice(0, 32)
}
