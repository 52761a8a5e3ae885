import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import type { PluginContext } from '../../../core/contract/index.ts'
import { breaksConnection, explainFailure } from './failure.ts'
import type { Config } from './options.ts'

/** A dead backend must reject within 5 s. The wait for a connection of the pool that others use counts as connecting. */
const CONNECT_WITHIN_MS = 4_000
const QUERY_WITHIN_MS = 4_500
/** A process that was paused inside a transaction must not keep its locks longer than its leases. */
const IDLE_IN_TRANSACTION_MS = 10_000

/** The product has some hundreds of statements; lists of changing length in `in (…)` must not fill the server's memory. */
const PREPARED_STATEMENTS = 500
const PREPARABLE = /^\s*(?:select|insert|update|delete|with)\b/i

const INT8 = 20
const NUMERIC = 1700

/** 64-bit integers and sums as numbers: everything that is counted here is below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (oid === INT8 || oid === NUMERIC) && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
}

/** What every connection is opened with. */
export function clientOptions({ url, ca }: Config): pg.ClientConfig {
  const address = new URL(url)
  // What stands in the url would replace the authority given beside it.
  if (ca !== undefined) address.searchParams.delete('sslmode')
  return {
    connectionString: address.href,
    ...(ca !== undefined && { ssl: { ca } }),
    application_name: 'aiadmin',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: QUERY_WITHIN_MS,
    statement_timeout: QUERY_WITHIN_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types,
  }
}

/** Host, port and database of a url, without user and password. */
export function addressOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/**
 * A pool in the shape of Kysely's dialect, which words the failures and throws away a connection on which nothing can be
 * said any more: `pg` itself hands it on after a query that timed out.
 */
export function createPool(options: Config, { log, error }: Pick<PluginContext, 'log' | 'error'>): PostgresPool {
  const where = addressOf(options.url)
  const pool = new pg.Pool({ ...clientOptions(options), max: options.maxConnections ?? 10 })
  // A connection that breaks is an event, of the pool while it is idle, else its own; unheard either would end the process.
  pool.on('error', cause => log.info({ reason: cause.message }, 'a connection to PostgreSQL broke off'))
  pool.on('connect', client => client.on('error', () => undefined))
  const nameOf = createStatementNames()

  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect().catch(cause => {
        throw explainFailure(cause, where, error)
      })
      return checkedClient(client, { nameOf, explain: cause => explainFailure(cause, where, error) })
    },
    end: () => pool.end(),
  }
}

/** Under which name each connection prepares a statement, once; undefined for what is not prepared. */
function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  return text => {
    const known = names.get(text)
    if (known !== undefined || names.size >= PREPARED_STATEMENTS || !PREPARABLE.test(text)) return known
    const name = `aiadmin_${names.size}`
    names.set(text, name)
    return name
  }
}

interface Speech {
  nameOf(text: string): string | undefined
  explain(cause: unknown): unknown
}

function checkedClient(client: pg.PoolClient, { nameOf, explain }: Speech): PostgresPoolClient {
  let isBroken = false
  function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query<R>(
    text: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new TypeError('cursors are not used here')
    const name = nameOf(text)
    const answered = client.query({ ...(name && { name }), text, values: [...parameters] }).catch(cause => {
      isBroken ||= breaksConnection(cause)
      throw explain(cause)
    })
    // The one border: `pg` types the command as any text and leaves the rows to the caller.
    return answered as Promise<unknown> as Promise<PostgresQueryResult<R>>
  }
  return {
    query,
    release: (destroy = false) => client.release(destroy || isBroken),
  }
}
