// biome-ignore lint/suspicious/noExplicitAny: a stand-in takes what it is sent, as PHP has it.
export type Sent = any

/** `a[b][0]=c` as PHP reads it: maps whose keys are texts; a list is a map from 0 on. */
export function parseQuery(query: string): Sent {
  const root: Sent = {}
  for (const pair of query.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split('=').map(part => decodeURIComponent(part.replaceAll('+', ' ')))
    const [first = '', ...inner] = name.split(/\]?\[|\]$/).filter((part, index) => index === 0 || part !== '')
    let at = root
    let key = first
    for (const next of inner) {
      at[key] ??= {}
      at = at[key]
      key = next
    }
    at[key] = value
  }
  return root
}

/** What a command of a batch refers to: `$result[deal][ID]` as a whole value, and nothing else. */
export function replaceResults(value: Sent, results: Readonly<Record<string, Sent>>): Sent {
  if (typeof value === 'string') {
    if (!/^\$result(\[[^\]]+\])+$/.test(value)) return value
    const names = [...value.matchAll(/\[([^\]]+)\]/g)].map(([, name = '']) => name)
    return names.reduce<Sent>((inner, name) => Object(inner)[name], results) ?? ''
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceResults(inner, results)]))
}

/** The members of a list that came as JSON or as a query. */
export const members = (value: Sent): Sent[] =>
  value === undefined || value === null || value === ''
    ? []
    : typeof value === 'object'
      ? Object.values(value)
      : [value]
