/** What a method is called with; nested as PHP nests it. */
export type Params = { readonly [key: string]: Param }
type Param = string | number | boolean | null | undefined | readonly Param[] | Params

/** One command of a batch: the method and its parameters. */
export interface Command {
  method: string
  params?: Params
}

/** The result of an earlier command of the same batch as a whole value: the only place where it is replaced for certain. */
export const resultOf = (command: string, ...path: readonly (string | number)[]): string =>
  `$result${[command, ...path].map(part => `[${part}]`).join('')}`

/** A command as `batch` takes it: the method with its query, whose values are encoded once. */
export function writeCommand({ method, params = {} }: Command): string {
  const pairs = [...pairsOf(params, '')].map(([key, value]) => `${encodeURIComponent(key)}=${encodeValue(value)}`)
  return pairs.length === 0 ? method : `${method}?${pairs.join('&')}`
}

const encodeValue = (value: string) => (value.startsWith('$result[') ? value : encodeURIComponent(value))

function* pairsOf(value: Param, key: string): Generator<readonly [string, string]> {
  if (value === undefined) return
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* pairsOf(member, key === '' ? name : `${key}[${name}]`)
    return
  }
  yield [key, value === null ? '' : typeof value === 'boolean' ? String(Number(value)) : String(value)]
}
