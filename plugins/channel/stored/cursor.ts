/** The highest place in a conversation that a journal can be asked for, on whatever database. */
export const MAX_CURSOR = 2 ** 31 - 1
