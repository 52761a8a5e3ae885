const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What an empty reference is. */
export const EMPTY_REF = '00000000-0000-0000-0000-000000000000'

/** Whether a text is a reference that 1C could have given out. */
export const isRef = (text: unknown): text is string =>
  typeof text === 'string' && GUID.test(text) && text !== EMPTY_REF

/** A reference inside of an address. */
export const guid = (ref: string) => `guid'${ref}'`

/** A text inside of a condition. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** A moment on the wall clock inside of a condition: `2027-03-25T10:00:00`. */
export const datetime = (wall: string) => `datetime'${wall}'`

/** One of these references; `refs` is not empty. */
export const isOneOf = (field: string, refs: readonly string[]) =>
  refs.length === 1
    ? `${field} eq ${guid(refs[0] ?? EMPTY_REF)}`
    : `(${refs.map(ref => `${field} eq ${guid(ref)}`).join(' or ')})`

/** All of the conditions that there are. */
export const allOf = (...conditions: readonly (string | undefined)[]) => {
  const present = conditions.filter(condition => condition !== undefined)
  return present.length > 1 ? present.map(one => (/ or /.test(one) ? `(${one})` : one)).join(' and ') : present[0]
}
