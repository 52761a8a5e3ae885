import { rowsOf } from './contact-rows.ts'
import type { Row } from './odata.ts'

/**
 * The fields that 1C did not keep as they were written: it drops names that it does not know, and says nothing. A column of
 * a table part is named with it, `Услуги.Цена`; the table part alone has other rows.
 */
export function droppedFields(written: Row, read: Row): readonly string[] {
  return Object.keys(written).flatMap(field => {
    const wanted = written[field]
    if (!Array.isArray(wanted)) return isSame(wanted, read[field]) ? [] : [field]
    const rows = rowsOf(read, field)
    if (rows.length !== wanted.length) return [field]
    const columns = rows.flatMap((row, index) => droppedFields(Object(wanted[index]), row))
    return [...new Set(columns)].map(column => `${field}.${column}`)
  })
}

/** Numbers come as texts, references in other letters, texts with other ends of lines. */
function isSame(wanted: unknown, found: unknown): boolean {
  if (wanted === found) return true
  if (found === undefined || found === null) return false
  if (typeof wanted === 'number' || typeof found === 'number') return Number(wanted) === Number(found)
  return normal(wanted) === normal(found)
}

const normal = (value: unknown) => String(value).replace(/\s+/g, ' ').trim().toLowerCase()
