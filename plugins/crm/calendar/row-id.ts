/** The row number that an id stands for; one that no row has when the id is none of ours. */
export function rowIdOf(id: string): number {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : -1
}
