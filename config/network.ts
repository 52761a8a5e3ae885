import { isIP } from 'node:net'

/** A host as the parser of addresses writes it: what stands in a header without breaking it. */
const HOST_AND_PORT = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d+)?$/

/** The names that stand for private networks. */
const NAMED_NETWORKS: readonly string[] = ['loopback', 'linklocal', 'uniquelocal']

/** An origin as browsers write it: small letters, Punycode, no usual port. Undefined when the text is none. */
export function originOf(text: string): string | undefined {
  // The parser of addresses forgives what a header or a list of origins does not.
  if (!/^https?:\/\/[^\s/?#@\\]+\/?$/i.test(text) || !URL.canParse(text)) return undefined
  const { host, origin } = new URL(text)
  return HOST_AND_PORT.test(host) ? origin : undefined
}

/** Whether this is one origin, or `*` for all of them. */
export function isOrigin(text: string): boolean {
  return text === '*' || originOf(text) !== undefined
}

/** Whether this is an IP address, a network as `10.0.0.0/8`, or a name of private networks. */
export function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  // A zone such as `%eth0` is this machine's own; requests come without it.
  if (version === 0 || address.includes('%') || more.length > 0) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128)
}

/** Whether a server can listen at this name or address, as far as its form tells. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text)
}

/** What to write instead of a text that is no origin; of what may be a secret the text is not told. */
export function adviseOrigin(text = ''): string {
  const plain = 'scheme and host alone, for each site one entry: https://example.com'
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const host = URL.canParse(address) ? new URL(address).host : ''
  const meant = originOf(`${/^http:/i.test(address) ? 'http' : 'https'}://${host}`)
  return meant !== undefined && host.includes('.') ? `did you mean ${meant}? (${plain})` : `write ${plain}`
}
