import type { ErrorCode } from '../../../core/contract/index.ts'

/** What an error of the Graph API means for the desk, and in an operator's words. */
export interface Meaning {
  code: ErrorCode
  says: string
}

const meaning = (code: ErrorCode, says: string): Meaning => ({ code, says })

const TOKEN = meaning('unauthorized', 'the access token is wrong or has expired')
const RIGHT = meaning('unauthorized', 'the access token lacks a permission')
const REGISTRATION = meaning('unauthorized', 'the number is not registered with the Cloud API')
const LIMIT = meaning('rate_limited', 'too many requests')
const PARAMETER = meaning('invalid', 'a parameter is missing or wrong')
// Nothing says whether the message was taken: a status by our key will.
const BROKE = meaning('unknown_outcome', 'WhatsApp failed without saying why')

/**
 * By Meta's error code, of an answer or of a status `failed`. What the operator can mend (a token, a payment) is
 * `unauthorized`, so that the message waits for it; what nobody can mend soon is `refused`.
 */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  0: TOKEN,
  1: BROKE,
  2: meaning('unavailable', 'the Graph API is down for a moment'),
  3: RIGHT,
  4: LIMIT,
  10: RIGHT,
  100: PARAMETER,
  190: TOKEN,
  368: meaning('refused', 'the account is blocked for a violation of a policy'),
  80007: LIMIT,
  130429: LIMIT,
  130472: meaning('unreachable', 'the client takes part in an experiment of Meta’s and gets no such messages'),
  130497: meaning('refused', 'the account may not write to clients of this country'),
  131000: BROKE,
  131005: RIGHT,
  131008: PARAMETER,
  131009: PARAMETER,
  131016: meaning('unavailable', 'WhatsApp is down for a moment'),
  131021: meaning('refused', 'the recipient is the business’s own number'),
  131026: meaning('unreachable', 'the client’s WhatsApp takes no message of ours'),
  131030: meaning('unreachable', 'a test number writes only to the recipients that were added in API Setup'),
  131031: meaning('unauthorized', 'the account is locked: see the WhatsApp Manager'),
  131037: meaning('unauthorized', 'the number’s display name is not approved yet'),
  131042: meaning('unauthorized', 'the account has no valid payment method'),
  131045: meaning('unauthorized', 'the number’s certificate is wrong: register it again'),
  131047: meaning('window_closed', 'more than 24 hours have passed since the client’s last message'),
  131048: meaning('refused', 'sending is restricted, since clients have reported messages as spam'),
  131049: meaning('refused', 'WhatsApp keeps this client from too much advertising'),
  131050: meaning('refused', 'the client wants no advertising'),
  131051: meaning('invalid', 'this type of message is not supported'),
  131052: meaning('unavailable', 'a file could not be downloaded'),
  131053: meaning('invalid', 'a file could not be taken: its type or its size'),
  131056: meaning('rate_limited', 'too many messages to one client'),
  131057: meaning('unavailable', 'the account is under maintenance'),
  131062: meaning('refused', 'this message goes to a phone number only, and the client hides theirs'),
  131064: meaning('refused', 'sending is restricted, since templates are of the wrong category'),
  132000: meaning('invalid', 'the template has another number of parameters'),
  132001: meaning('refused', 'the template is not there, or not approved in this language'),
  132005: meaning('invalid', 'the template’s text is too long with these parameters'),
  132007: meaning('refused', 'the template violates a policy'),
  132008: meaning('invalid', 'a parameter of the template is of the wrong kind'),
  132012: meaning('invalid', 'a parameter of the template has the wrong format'),
  132015: meaning('refused', 'the template is paused for its low quality'),
  132016: meaning('refused', 'the template is disabled for its low quality'),
  133010: REGISTRATION,
  133016: meaning('rate_limited', 'the number was registered too often'),
  135000: BROKE,
}

/** What a code means; undefined for one that nobody has described. */
export function meaningOf(code: number): Meaning | undefined {
  return MEANINGS[code] ?? (code >= 200 && code <= 299 ? RIGHT : undefined)
}
