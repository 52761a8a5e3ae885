import type { CodedError, ErrorCode, ErrorDetails } from '../contract/index.ts'

/** The contract's closed list. */
export const ERROR_CODES: readonly ErrorCode[] = [
  'invalid',
  'not_found',
  'slot_taken',
  'refused',
  'unauthorized',
  'rate_limited',
  'unavailable',
  'unknown_outcome',
  'unsupported',
  'unreachable',
  'window_closed',
  'blocked',
  'exhausted',
]

/** An error with a code of the contract's closed list. */
export function codedError(code: ErrorCode, message: string, details: ErrorDetails = {}): CodedError {
  const { cause, ...rest } = details
  return Object.assign(cause === undefined ? new Error(message) : new Error(message, { cause }), { code, ...rest })
}

/** Whether this error, of whatever copy of whatever class, carries a code of the contract. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Object && 'code' in error && ERROR_CODES.some(code => code === error.code)
}
