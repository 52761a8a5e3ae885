import type { FieldType } from './schema.ts'

/** A condition of the query, ready to be asked of a record. */
export type Condition = (row: Readonly<Record<string, unknown>>) => boolean

/** What 1C says of a condition that it does not understand. */
export class FilterError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

type Value = string | number | boolean
type Operand = (row: Readonly<Record<string, unknown>>) => Value

const TOKEN =
  /\s*(?:(guid|datetime)'([^']*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\p{L}\p{N}_])|([\p{L}_][\p{L}\p{N}_]*)|([(),]))/uy

type Token = { kind: 'value'; value: Value } | { kind: 'name' | 'sign'; text: string }

/** Reads the part of OData 3.0 conditions that the stand-in understands. */
export function readFilter(text: string, fields: Readonly<Record<string, FieldType>>): Condition {
  const tokens = tokensOf(text)
  let at = 0
  const condition = disjunction()
  if (at < tokens.length) fail()
  return condition

  function disjunction(): Condition {
    let left = conjunction()
    while (isName('or')) {
      at += 1
      const [one, other] = [left, conjunction()]
      left = row => one(row) || other(row)
    }
    return left
  }

  function conjunction(): Condition {
    let left = term()
    while (isName('and')) {
      at += 1
      const [one, other] = [left, term()]
      left = row => one(row) && other(row)
    }
    return left
  }

  function term(): Condition {
    if (isName('not')) {
      at += 1
      const inner = term()
      return row => !inner(row)
    }
    if (isSign('(')) {
      at += 1
      const inner = disjunction()
      expectSign(')')
      return inner
    }
    const name = tokens[at]
    const next = tokens[at + 1]
    if (name?.kind === 'name' && next?.kind === 'sign' && next.text === '(') return call(name.text)
    return comparison()
  }

  function call(name: string): Condition {
    at += 2
    const first = operand()
    expectSign(',')
    const second = operand()
    expectSign(')')
    // The needle comes first in version 3.
    if (name === 'substringof') return row => lower(second(row)).includes(lower(first(row)))
    if (name === 'startswith') return row => lower(first(row)).startsWith(lower(second(row)))
    if (name === 'like') return row => likeness(String(second(row))).test(String(first(row)))
    throw new FilterError('21', `Функция ${name} не поддерживается`)
  }

  function comparison(): Condition {
    const left = operand()
    const sign = tokens[at]
    if (sign?.kind !== 'name') return fail()
    at += 1
    const right = operand()
    switch (sign.text) {
      case 'eq':
        return row => left(row) === right(row)
      case 'ne':
        return row => left(row) !== right(row)
      case 'gt':
        return row => left(row) > right(row)
      case 'ge':
        return row => left(row) >= right(row)
      case 'lt':
        return row => left(row) < right(row)
      case 'le':
        return row => left(row) <= right(row)
      default:
        return fail()
    }
  }

  function operand(): Operand {
    const token = tokens[at]
    at += 1
    if (token?.kind === 'value') return () => token.value
    if (token?.kind !== 'name') return fail()
    const { text: name } = token
    if (!(name in fields)) throw new FilterError('10', `Свойство ${name} не найдено`)
    return row => {
      const value = row[name]
      return typeof value === 'number' || typeof value === 'boolean' ? value : String(value ?? '')
    }
  }

  function isName(text: string): boolean {
    const token = tokens[at]
    return token?.kind === 'name' && token.text === text
  }

  function isSign(text: string): boolean {
    const token = tokens[at]
    return token?.kind === 'sign' && token.text === text
  }

  function expectSign(text: string): void {
    if (!isSign(text)) fail()
    at += 1
  }

  function fail(): never {
    throw new FilterError('14', 'Ошибка разбора опции запроса $filter')
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text)
    if (!match) throw new FilterError('14', 'Ошибка разбора опции запроса $filter')
    const [, , special, quoted, number, name, sign] = match
    if (special !== undefined)
      tokens.push({
        kind: 'value',
        value: special.toLowerCase() === special ? special : match[1] === 'guid' ? special.toLowerCase() : special,
      })
    else if (quoted !== undefined) tokens.push({ kind: 'value', value: quoted.replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'value', value: Number(number) })
    else if (name === 'true' || name === 'false') tokens.push({ kind: 'value', value: name === 'true' })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
  }
  return tokens
}

const lower = (value: Value) => String(value).toLowerCase()

/** `%` is any text, `_` one letter. */
function likeness(pattern: string): RegExp {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  return new RegExp(`^${source}$`, 'isu')
}
