import type { ErrorObject } from 'ajv/dist/2020.js'
import { fromPointer, type Path, type Problem } from './finding.ts'
import { problems } from './problems.ts'
import { type AsWritten, describeWrongType, showValue, typesOf } from './value-words.ts'

/** A problem at a place inside of the value that was checked. */
export interface SchemaProblem {
  path: Path
  part: 'key' | 'value'
  problem: Problem
}

/** Says in an operator's words what ajv found. */
export function describeSchemaErrors(errors: readonly ErrorObject[], file: AsWritten): readonly SchemaProblem[] {
  const unions = errors.filter(error => error.keyword === 'anyOf' || error.keyword === 'oneOf')
  const isInside = (error: ErrorObject, union: ErrorObject) =>
    error !== union &&
    error.schemaPath.startsWith(`${union.schemaPath}/`) &&
    `${error.instancePath}/`.startsWith(`${union.instancePath}/`)
  return errors
    .filter(error => !unions.some(union => isInside(error, union)))
    .flatMap(error => {
      if (!unions.includes(error)) return describe(error, file)
      return describeUnion(
        error,
        errors.filter(one => isInside(one, error)),
        file,
      )
    })
}

/** Of several forms that a value may have, only the one that was meant is worth talking about. */
function describeUnion(union: ErrorObject, inside: readonly ErrorObject[], file: AsWritten): readonly SchemaProblem[] {
  const branches = new Map<string, ErrorObject[]>()
  for (const error of inside) {
    const index = error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0] ?? ''
    branches.set(index, [...(branches.get(index) ?? []), error])
  }
  const isOfOtherType = (error: ErrorObject) => error.instancePath === union.instancePath && error.keyword === 'type'
  const meant = [...branches.values()]
    .filter(branch => !branch.some(isOfOtherType))
    .sort((a, b) => a.length - b.length)[0]
  if (meant) return describeSchemaErrors(meant, file)
  const wanted = inside.filter(isOfOtherType).flatMap(typesOf)
  if (wanted.length === 0) return describe(union, file)
  return [{ path: fromPointer(union.instancePath), part: 'value', problem: describeWrongType(union, wanted, file) }]
}

function describe(error: ErrorObject, file: AsWritten): readonly SchemaProblem[] {
  const path = fromPointer(error.instancePath)
  const { keyword, params, parentSchema = {} } = error
  const atKey = (key: string, problem: Problem): SchemaProblem[] => [{ path: [...path, key], part: 'key', problem }]
  const here = (problem: Problem): SchemaProblem[] => [{ path, part: 'value', problem }]
  switch (keyword) {
    // Only says that one of the other errors is there.
    case 'if':
      return []
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params['additionalProperty'] ?? params['unevaluatedProperty'])
      return atKey(key, problems.unknownKey({ key, known: Object.keys(Object(parentSchema['properties'])) }))
    }
    case 'required':
    case 'dependentRequired': {
      const key = String(params['missingProperty'])
      return atKey(key, problems.missingKey({ key, ...wordsOf(Object(parentSchema['properties'])[key]) }))
    }
    case 'propertyNames':
      return atKey(String(params['propertyName']), problems.badName({ name: String(params['propertyName']) }))
    case 'type':
      return here(describeWrongType(error, typesOf(error), file))
    case 'enum':
    case 'const': {
      const allowed: unknown = params['allowedValues'] ?? [params['allowedValue']]
      const noun = parentSchema['title']
      return here(
        problems.notOneOf({
          value: String(error.data),
          shown: showValue(error, file),
          ...(typeof noun === 'string' ? { noun } : {}),
          known: Array.isArray(allowed) ? allowed.map(String) : [],
        }),
      )
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'multipleOf':
      return here(problems.outOfRange({ rule: ruleOf(keyword, params), found: showValue(error, file) }))
    case 'minLength':
      return here(
        error.data === ''
          ? problems.emptyText()
          : problems.wrongLength({ rule: `at least ${params['limit']} characters` }),
      )
    case 'maxLength':
      return here(problems.wrongLength({ rule: `at most ${params['limit']} characters` }))
    case 'minItems':
    case 'minProperties':
      return here(problems.wrongLength({ rule: `at least ${entries(params['limit'])}` }))
    case 'maxItems':
    case 'maxProperties':
      return here(problems.wrongLength({ rule: `at most ${entries(params['limit'])}` }))
    case 'uniqueItems':
      return here(problems.notUnique({ positions: [Number(params['i']) + 1, Number(params['j']) + 1] }))
    case 'format':
    case 'pattern':
      // The text of a broken name; `propertyNames` itself says it.
      return error.propertyName === undefined ? here(describeForm(error, file)) : []
    default:
      return here(problems.otherRule({ reason: error.message ?? `does not meet the rule ${keyword}` }))
  }
}

function describeForm(error: ErrorObject, file: AsWritten): Problem {
  const value = String(error.data)
  const shown = showValue(error, file)
  switch (error.params['format']) {
    case 'timezone':
      return problems.timeZone({ value, shown })
    case 'currency':
      return problems.currency({ value, shown, known: Intl.supportedValuesOf('currency') })
    case 'country':
      return problems.country({ shown })
    case 'origin':
      return problems.origin({ shown, ...(file.reference(fromPointer(error.instancePath)) === undefined && { value }) })
    case 'network':
      return problems.network({ shown })
    case 'host':
      return problems.host({ shown })
  }
  return problems.wrongForm({ shown, ...wordsOf(error.parentSchema) })
}

/** What a schema says of its value for people. */
function wordsOf(schema: unknown): { description?: string; example?: string } {
  const { description, examples } = Object(schema)
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined
  return {
    ...(typeof description === 'string' ? { description } : {}),
    ...(example === undefined ? {} : { example: typeof example === 'string' ? example : JSON.stringify(example) }),
  }
}

const RULES: Readonly<Record<string, string>> = {
  minimum: 'at least',
  maximum: 'at most',
  exclusiveMinimum: 'more than',
  exclusiveMaximum: 'less than',
}

function ruleOf(keyword: string, params: Readonly<Record<string, unknown>>): string {
  return keyword === 'multipleOf' ? `a multiple of ${params['multipleOf']}` : `${RULES[keyword]} ${params['limit']}`
}

function entries(limit: unknown): string {
  return limit === 1 ? 'one entry' : `${limit} entries`
}
