import type { ClientPatch, Phone } from '../../../core/contract/index.ts'
import type { EntityMap } from './entity-map.ts'
import type { Row } from './odata.ts'
import { phonesIn } from './phone.ts'

/** Columns of the table part of contacts, the same in every configuration that is made of the vendor's library. */
export const CONTACT_COLUMNS = ['LineNumber', 'Тип', 'Представление'] as const
/** The column with the phone's digits. */
export const PHONE_DIGITS = 'НомерТелефона'

const PHONE_TYPE = 'Телефон'
const EMAIL_TYPE = 'АдресЭлектроннойПочты'

/** The rows of a record's table part, without what only describes them. */
export function rowsOf(row: Row, table: string): readonly Row[] {
  const rows = row[table]
  if (!Array.isArray(rows)) return []
  return rows
    .map((item): Row => Object(item))
    .map(item => Object.fromEntries(Object.entries(item).filter(([name]) => !name.includes('@') && name !== 'Ref_Key')))
}

/** All phones of the rows. */
export const phonesOfContacts = (rows: readonly Row[], country: string): readonly Phone[] =>
  rows.flatMap(row =>
    isOfType(row, PHONE_TYPE)
      ? [...phonesIn(row['Представление'], country), ...phonesIn(row[PHONE_DIGITS], country)]
      : [],
  )

/** The first address for e-mail. */
export function emailOfContacts(rows: readonly Row[]): string | undefined {
  const row = rows.find(one => isOfType(one, EMAIL_TYPE))
  const text = row?.['АдресЭП'] || row?.['Представление']
  return typeof text === 'string' && text.includes('@') ? text : undefined
}

/**
 * All rows as they shall be: 1C replaces the whole table part, so that what a patch does not name goes back as it came.
 * The first row of a type is the one that changes.
 */
export function contactsWith(
  rows: readonly Row[],
  { phone, email }: Pick<ClientPatch, 'phone' | 'email'>,
  { phoneKind, emailKind }: Pick<EntityMap['clients'], 'phoneKind' | 'emailKind'>,
): readonly Row[] {
  let result = rows
  if (phone !== undefined)
    result = replaced(result, PHONE_TYPE, {
      ...(phoneKind && { Вид_Key: phoneKind }),
      Представление: phone,
      [PHONE_DIGITS]: phone.slice(1),
    })
  if (email !== undefined)
    result = replaced(result, EMAIL_TYPE, {
      ...(emailKind && { Вид_Key: emailKind }),
      Представление: email,
      АдресЭП: email,
    })
  return result.map((row, index) => ({ ...row, LineNumber: String(index + 1) }))
}

function replaced(rows: readonly Row[], type: string, fields: Row): readonly Row[] {
  const index = rows.findIndex(row => isOfType(row, type))
  if (index < 0) return [...rows, { Тип: type, ...fields }]
  // `Значение` holds the same once more, structured; an empty one is made anew by 1C.
  return rows.map((row, at) =>
    at === index ? { ...row, ...fields, ...(row['Значение'] !== undefined && { Значение: '' }) } : row,
  )
}

/** Rows without a type hold a phone where their text is one. */
const isOfType = (row: Row, type: string) => row['Тип'] === type || (row['Тип'] === undefined && type === PHONE_TYPE)
