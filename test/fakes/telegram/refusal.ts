/** What the Bot API says no with. */
export interface Refusal {
  code: number
  description: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

/** Thrown by a method of the stand-in. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(code: number, description: string, parameters?: Refusal['parameters']) {
    super(description)
    this.refusal = { code, description, ...(parameters && { parameters }) }
  }
}

/** 400, as Telegram writes it. */
export const badRequest = (what: string): Refused => new Refused(400, `Bad Request: ${what}`)
