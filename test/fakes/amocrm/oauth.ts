import type { Row } from './account.ts'
import type { Reply } from './records.ts'

/** Client, code and redirect address of the stand-in's integration. */
export const CLIENT = {
  clientId: '11111111-2222-3333-4444-555555555555',
  clientSecret: 'a-made-up-client-secret',
  redirectUri: 'https://desk.example/api/v1/crm/oauth',
  code: 'def-a-made-up-authorization-code',
}

/** Tokens that work once and for a day. */
export interface Grants {
  isValid(access: string): boolean
  answer(body: Row): Reply
  /** How often a new pair was given out. */
  readonly given: number
  /** Makes the access token of today worthless; the refresh token stays. */
  expireAccess(): void
  /** Takes the integration away. */
  revoke(): void
  /** Fails so many of the next requests for a token with this status. */
  failNext(status: number, times: number): void
}

const DAY_MS = 86_400_000

const refused = (hint: string, status = 400): Reply => [
  status,
  {
    hint,
    title: 'Некорректный запрос',
    type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
    status,
    detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
  },
]

/** The token endpoint: each code and each refresh token is good for one exchange. */
export function createGrants(now: () => number): Grants {
  const codes = new Set([CLIENT.code, `${CLIENT.code}-2`])
  let given = 0
  let access: { token: string; until: number } | undefined
  let refresh: string | undefined
  let failing = { status: 0, times: 0 }

  const give = (): Reply => {
    given += 1
    access = { token: `access-${given}`, until: now() + DAY_MS }
    refresh = `refresh-${given}`
    return [200, { token_type: 'Bearer', expires_in: 86_400, access_token: access.token, refresh_token: refresh }]
  }

  return {
    get given() {
      return given
    },
    isValid: token => access?.token === token && access.until > now(),
    expireAccess() {
      access = undefined
    },
    revoke() {
      access = undefined
      refresh = undefined
    },
    failNext(status, times) {
      failing = { status, times }
    },
    answer(body) {
      if (failing.times > 0) {
        failing.times -= 1
        return [failing.status, 'no']
      }
      if (body.client_id !== CLIENT.clientId || body.client_secret !== CLIENT.clientSecret)
        return [401, { title: 'Некорректный клиент', status: 401 }]
      if (body.redirect_uri !== CLIENT.redirectUri) return refused('redirect_uri is wrong')
      if (body.grant_type === 'authorization_code')
        return codes.delete(body.code) ? give() : refused('Authorization code has been revoked')
      return refresh !== undefined && body.refresh_token === refresh ? give() : refused('Token has been revoked')
    },
  }
}
