import type { PluginContext } from '../../../core/contract/index.ts'

/** What to do about a condition that PostgreSQL (postgresql.org/docs/current/errcodes-appendix.html) or the network names. */
const CURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at its address; start PostgreSQL, or mend host and port in the url',
  ENOTFOUND: 'its host is not known; mend the host in the url',
  EAI_AGAIN: 'its host cannot be looked up now; look at the network',
  ETIMEDOUT: 'its address does not answer; look at the network and the firewall',
  ECONNRESET: 'the connection broke off; it is made again with the next query',
  '28P01': 'the password is wrong; mend it in the url',
  '28000': 'this user may not connect from here; look at pg_hba.conf, or ask for TLS with ?sslmode=no-verify',
  '3D000': 'there is no such database; create it: createdb --owner=<user> <database>',
  '42501':
    'the user lacks a right; grant it: grant all on schema public to <user>; grant all on all tables in schema public to <user>',
  '25006': 'it is read-only; connect to the primary, not to a replica',
  '53100': 'its disk is full; free space there',
  '53200': 'it is out of memory',
  '53300': 'it has no connection left; lower maxConnections, or raise max_connections of the server',
  '57014': 'a query took too long',
  '57P01': 'it is shutting down',
  '57P02': 'it has crashed and restarts',
  '57P03': 'it is starting or stopping; this passes',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; give its authority in ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an unknown authority; give the authority in ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of an unknown authority; give the authority in ca',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host; use the name in the certificate in the url',
}

/** What `pg` itself throws has a message and no code. */
const BROKEN = /timeout|terminated|connection error|not queryable/i

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? String(cause.code) : '')

/** Nothing can be said to this connection any more: it must not go back to the others. */
export function breaksConnection(cause: unknown): boolean {
  const code = codeOf(cause)
  // Class 57P is the server going away; five characters without being the network's are an answer of the server.
  if (/^57P/.test(code) || code === '25P03') return true
  // A newer version has changed a table: what this connection prepared fails from now on.
  if (code === '0A000') return true
  return !/^[0-9A-Z]{5}$/.test(code) || code === 'EPIPE'
}

/** Words the failures that an operator can mend; a constraint, a deadlock or a mistake in SQL goes through as it is. */
export function explainFailure(cause: unknown, where: string, error: PluginContext['error']): unknown {
  const code = codeOf(cause)
  const cure = CURES[code] ?? (code.startsWith('08') ? 'the connection broke off' : undefined)
  if (cure) return error('unavailable', `PostgreSQL at ${where}: ${cure}`, { cause })
  if (cause instanceof AggregateError && cause.errors.length > 0) return explainFailure(cause.errors[0], where, error)
  if (cause instanceof Error && /does not support SSL/i.test(cause.message))
    return error('unavailable', `PostgreSQL at ${where}: it does not speak TLS; take sslmode out of the url`, { cause })
  if (code === '' && cause instanceof Error && BROKEN.test(cause.message))
    return error('unavailable', `PostgreSQL at ${where}: ${cause.message}`, { cause })
  return cause
}
