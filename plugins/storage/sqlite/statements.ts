import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { SqliteStatement } from 'kysely'

/** The product has some hundreds of statements; lists of changing length in `in (…)` must not grow the cache. */
const CACHED_STATEMENTS = 500
/** Anything else (DDL, pragmas) may add columns, which a statement prepared before does not show on Node 22. */
const PLAIN = /^\s*(?:select|insert|update|delete|with|begin|commit|rollback|savepoint|release)\b/i

/** Prepares each SQL text once and keeps those used last. `explained` words the failures. */
export function createStatementCache(database: DatabaseSync, explained: <T>(work: () => T) => T) {
  const cache = new Map<string, SqliteStatement>()

  const compile = (sql: string): SqliteStatement => {
    const statement = database.prepare(sql)
    return {
      reader: statement.columns().length > 0,
      all: parameters => explained(() => statement.all(...parameters.map(bindable))),
      run: parameters =>
        explained(() => (sql === 'rollback' ? rollBack(statement) : statement.run(...parameters.map(bindable)))),
      iterate: parameters => explained(() => statement.iterate(...parameters.map(bindable))),
    }
  }

  return {
    prepare(sql: string): SqliteStatement {
      if (!PLAIN.test(sql)) {
        cache.clear()
        return explained(() => compile(sql))
      }
      const statement = cache.get(sql) ?? explained(() => compile(sql))
      // Set anew, so that the order of the keys is the order of use.
      cache.delete(sql)
      cache.set(sql, statement)
      const oldest = cache.keys().next()
      if (cache.size > CACHED_STATEMENTS && !oldest.done) cache.delete(oldest.value)
      return statement
    },
  }
}

/** A full disk or a failing one ends the transaction by itself; that there is none left must not hide the reason. */
function rollBack(statement: StatementSync) {
  try {
    return statement.run()
  } catch (failure) {
    if (failure instanceof Error && failure.message.includes('no transaction is active'))
      return { changes: 0, lastInsertRowid: 0 }
    throw failure
  }
}

/** SQLite has no booleans and no `undefined`; everything else it does not know is refused by name. */
function bindable(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot store a ${value instanceof Date ? 'Date' : typeof value}; write text or a number`)
}
