/** What goes back: a status, and a body or none. */
export interface Answer {
  status: number
  body?: unknown
}

/** The envelope; `meta` is `[]` when there is nothing in it. */
export const ok = (data: unknown, meta: object = []): Answer => ({ status: 200, body: { success: true, data, meta } })

export const created = (data: unknown): Answer => ({ status: 201, body: { success: true, data, meta: [] } })

/** 201 or 204 with nothing in it. */
export const empty = (status: 201 | 204): Answer => ({ status })

/** A no with a sentence for people, and with fields where there are any. */
export const no = (status: number, message: string, errors?: object): Answer => ({
  status,
  body: { success: false, data: null, meta: { message, ...(errors && { errors }) } },
})

/** A no of booking: a number in a list, with the index of the appointment that it is about. */
export const numbered = (status: number, code: number, message: string): Answer =>
  no(status, message, [{ code, id: 1, message }])

/** The other shape, without `success`: of wrong tokens and of what is not there. */
export const strange = (status: number, message: string): Answer => ({
  status,
  body: { errors: { code: status, message }, meta: { message } },
})

export const notFound = strange(404, 'Not found')
