/** What can go wrong between a plugin and its provider. */
export type Fault =
  /** Nobody listens: the connection is refused. Holds for every request. */
  | 'unreachable'
  /** The request is read, the provider never gets it, and no answer ever comes. */
  | 'lost-request'
  /** The provider did what it was asked to; its answer never comes. */
  | 'lost-answer'
  /** The provider's answer is kept until `release`, then it comes whole. */
  | 'late-answer'
  /** 429 with `Retry-After: 7`; the provider gets nothing. */
  | 'rate-limit-with-hint'
  /** 429 alone; the provider gets nothing. */
  | 'rate-limit'
  /** 401; the provider gets nothing. */
  | 'unauthorized'
  /** The provider did it, and something behind it breaks: 500. */
  | 'server-error'
  /** The provider did it, and a gateway answers 200 with a page for people. */
  | 'html'
  /** A gateway without its provider answers 404 with a page for people; the provider gets nothing. */
  | 'lost-page'
  /** The provider did it, and the connection breaks in the middle of the body. */
  | 'half-body'
  /** 307 to another host; the provider gets nothing. */
  | 'redirect'

/** What `rate-limit-with-hint` asks for, in seconds. */
export const RETRY_AFTER_SECONDS = 7

/** Whether the provider gets the request all the same. */
export const reachesProvider = (fault: Fault): boolean =>
  ['lost-answer', 'late-answer', 'server-error', 'html', 'half-body'].includes(fault)

const JSON_TYPE = { 'content-type': 'application/json' }

/** An answer as it goes back to the plugin. */
export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

const answer = (status: number, headers: Answer['headers'], text: string): Answer => ({
  status,
  headers,
  body: Buffer.from(text),
})

/** What the plugin gets instead of the provider's answer; undefined where it gets none, or only half. */
export function answerInstead(fault: Fault, elsewhere: string): Answer | undefined {
  switch (fault) {
    case 'rate-limit-with-hint':
      return answer(429, { ...JSON_TYPE, 'retry-after': String(RETRY_AFTER_SECONDS) }, '{"error":"too many requests"}')
    case 'rate-limit':
      return answer(429, JSON_TYPE, '{"error":"too many requests"}')
    case 'unauthorized':
      return answer(401, JSON_TYPE, '{"error":"unauthorized"}')
    case 'server-error':
      return answer(500, JSON_TYPE, '{"error":"internal error"}')
    case 'html':
      return answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<!doctype html><title>Back soon</title>')
    case 'lost-page':
      return answer(404, { 'content-type': 'text/html; charset=utf-8' }, '<!doctype html><title>404 Not Found</title>')
    case 'redirect':
      return answer(307, { location: elsewhere }, '')
    default:
      return undefined
  }
}
