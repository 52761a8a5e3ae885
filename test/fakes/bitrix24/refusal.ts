/** How the portal says no: a status and a code, whose type varies. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string | number
  constructor(status: number, code: string | number, description: string) {
    super(description)
    this.status = status
    this.code = code
  }
}

/** What the legacy methods answer for a record that is not there. */
export const notFound = () => new Refusal(400, '', 'Not found')
