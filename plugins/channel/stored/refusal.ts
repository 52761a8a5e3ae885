/** An error for the caller of a route: the server answers it as problem+json and shows code and message as they are. */
export interface Refusal extends Error {
  statusCode: number
  code: string
  retryAfterMs?: number
}

/** Makes a refusal; `code` is lower case and stable. */
export function refusal(statusCode: number, code: string, message: string, retryAfterMs?: number): Refusal {
  return Object.assign(new Error(message), {
    statusCode,
    code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** What a failed `desk.deliver` answers: only `invalid` is the caller's fault; everything else may be sent again. */
export function deliveryRefusal(error: unknown): Refusal {
  const failure: { code?: unknown; reason?: unknown; retryAfterMs?: unknown } =
    typeof error === 'object' && error !== null ? error : {}
  const refused =
    failure.code === 'invalid'
      ? refusal(422, 'invalid', typeof failure.reason === 'string' ? failure.reason : 'This can never be stored.')
      : refusal(
          503,
          'unavailable',
          typeof failure.reason === 'string' ? failure.reason : 'The message was not stored; send it again.',
          typeof failure.retryAfterMs === 'number' ? failure.retryAfterMs : 2_000,
        )
  refused.cause = error
  return refused
}
