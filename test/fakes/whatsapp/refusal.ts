/** An error as the Graph API writes it. */
export interface GraphError {
  code: number
  details: string
}

/** Thrown by whatever refuses a request. */
export function refuse(code: number, details: string): never {
  throw Object.assign(new Error(details), { graph: { code, details } satisfies GraphError })
}

/** The error of a refusal; undefined for a defect of the stand-in. */
export function graphErrorOf(error: unknown): GraphError | undefined {
  const { graph }: { graph?: GraphError } = Object(error)
  return graph
}

const STATUS: Readonly<Record<number, number>> = {
  0: 401,
  3: 403,
  10: 403,
  190: 401,
  200: 403,
  4: 429,
  80007: 429,
  130429: 429,
  131056: 429,
  131000: 500,
  131016: 503,
}

/** The answer's status and body. */
export function answerOf({ code, details }: GraphError): { status: number; body: object } {
  const error = {
    message: `(#${code}) ${details}`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details },
    fbtrace_id: 'AbCdEf123456',
  }
  return { status: STATUS[code] ?? 400, body: { error } }
}
