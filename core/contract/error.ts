/**
 * Why a plugin's call failed. Errors are recognised by this *property*, never by `instanceof`, which breaks
 * across copies of a package.
 *
 * - `invalid`: the input can't be right (malformed id, text over the declared limit). Not retried.
 * - `not_found`: the record to be changed is not there. Writes only; reads answer `undefined`.
 * - `slot_taken`: the time went to somebody else.
 * - `refused`: the business or the provider says no. Never retried.
 * - `unauthorized`: the credentials are wrong, expired, or lack a right.
 * - `rate_limited`: nothing was written; `retryAfterMs` says when to come again.
 * - `unavailable`: nothing was written; the service can't be reached or is broken.
 * - `unknown_outcome`: a write may have happened. Only a look-up by key may tell.
 * - `unsupported`: the plugin does not declare this capability.
 * - `unreachable`: this recipient can't be written to (blocked the bot, deleted the account).
 * - `window_closed`: the channel needs a template to write now.
 * - `blocked`: the model refused for safety.
 * - `exhausted`: the model's context or budget is used up.
 *
 * An error without a code counts as `unavailable` from a read and as `unknown_outcome` from a write.
 */
export type ErrorCode =
  | 'invalid'
  | 'not_found'
  | 'slot_taken'
  | 'refused'
  | 'unauthorized'
  | 'rate_limited'
  | 'unavailable'
  | 'unknown_outcome'
  | 'unsupported'
  | 'unreachable'
  | 'window_closed'
  | 'blocked'
  | 'exhausted'

/** What an error may carry beside its code. */
export interface ErrorDetails {
  /** Milliseconds until another attempt makes sense. */
  retryAfterMs?: number
  /**
   * One sentence that may be shown to the client, in the call's `locale` where it has one, else in the company's language;
   * it may name a page where the client can go on. Never the provider's own text.
   */
  reason?: string
  /** The error underneath; logged, never shown. */
  cause?: unknown
}

/** An error with a code of the closed list. Made with `context.error(…)` or by setting the properties by hand. */
export interface CodedError extends Error, ErrorDetails {
  code: ErrorCode
}
