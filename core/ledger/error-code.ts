import type { ErrorCode } from '../contract/index.ts'
import { ERROR_CODES } from '../plugins/coded-error.ts'

/** The contract's code of an error, or what an error without one counts as. */
export function codeOf(error: unknown, otherwise: ErrorCode): ErrorCode {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return ERROR_CODES.find(known => known === code) ?? otherwise
}

/** The sentence that an error has for the client. */
export function reasonOf(error: unknown): string | undefined {
  const reason = typeof error === 'object' && error !== null && 'reason' in error ? error.reason : undefined
  return typeof reason === 'string' ? reason : undefined
}

/** An error as an operator reads it: its code, and the words in which it came. */
export function saidBy(error: unknown): string {
  return `${codeOf(error, 'unknown_outcome')}: ${error instanceof Error ? error.message : String(error)}`
}

/** How long an error asks to wait, in milliseconds. */
export function retryAfterOf(error: unknown): number | undefined {
  const ms = typeof error === 'object' && error !== null && 'retryAfterMs' in error ? error.retryAfterMs : undefined
  return typeof ms === 'number' && Number.isFinite(ms) ? ms : undefined
}
