/** A due time that never comes. */
export const NEVER = Number.MAX_SAFE_INTEGER
