import type { ErrorObject } from 'ajv/dist/2020.js'
import { fromPointer, type Path, toPointer } from './finding.ts'
import { problems } from './problems.ts'
import type { Report } from './report.ts'
import { describeSchemaErrors } from './schema-problems.ts'
import type { Source } from './source.ts'
import type { CompiledSchema } from './validator.ts'
import type { AsWritten } from './value-words.ts'

/** The file that is being checked, and what was found so far. */
export interface CheckedFile {
  source: Source
  report: Report
  /** JSON pointers of the leaves that held a reference, with the leaf as it was written. */
  references: ReadonlyMap<string, string>
}

interface ValueCheck<T> {
  schema: CompiledSchema<T>
  /** Plain data; defaults are filled in and references turned into numbers in place. */
  value: unknown
  path: Path
}

/** Holds one part of the file against its schema and reports what is wrong. Answers the value only when nothing is. */
export function checkValue<T>(file: CheckedFile, check: ValueCheck<T>): T | undefined {
  const { schema, value, path: base } = check
  const { report, source } = file
  const emptied = new Map<string, string | undefined>()
  while (!schema.accepts(value) && schema.errors().some(error => mend(error, { file, value, base, emptied }))) {
    // Each round mends at least one leaf for good.
  }

  const errors = schema.accepts(value) ? [] : schema.errors()
  const asWritten: AsWritten = {
    source: path => source.written([...base, ...path]),
    reference: path => file.references.get(toPointer([...base, ...path])),
  }
  for (const { path, part, problem } of describeSchemaErrors(errors, asWritten)) {
    const full = [...base, ...numberSteps(value, path)]
    const key = String(path.at(-1) ?? '')
    const isEmptied = emptied.has(toPointer(full)) && problem.code === problems.missingKey({ key }).code
    const reference = emptied.get(toPointer(full))
    if (isEmptied) report.add(full, problems.emptyValue({ key, ...(reference ? { reference } : {}) }))
    else report.add(full, problem, part)
  }
  reportLiteralSecrets(file, check)
  adviseOnMissingVariables(file, check)

  // An unknown key is reported; what stands beside it can be checked further as if it were not there.
  for (const error of errors.filter(one => one.keyword === 'additionalProperties')) {
    const holder = at(value, fromPointer(error.instancePath))
    if (isRecord(holder)) delete holder[String(error.params['additionalProperty'])]
  }
  return schema.accepts(value) ? value : undefined
}

interface Mending {
  file: CheckedFile
  value: unknown
  base: Path
  emptied: Map<string, string | undefined>
}

/**
 * Makes the number or the boolean that the schema wants out of a reference's text, and takes out what is empty: a
 * reference to nothing, or a key without a value, is as if it were not there.
 */
function mend(error: ErrorObject, { file, value, base, emptied }: Mending): boolean {
  const path = fromPointer(error.instancePath)
  const key = path.at(-1)
  const holder = at(value, path.slice(0, -1))
  const pointer = toPointer([...base, ...path])
  const reference = file.references.get(pointer)
  if (key === undefined || (!isRecord(holder) && !Array.isArray(holder))) return false
  const leaf: unknown = Reflect.get(holder, key)

  if (isRecord(holder) && (leaf === null || (leaf === '' && reference !== undefined))) {
    if (emptied.has(pointer) || file.report.isBroken([...base, ...path])) return false
    delete holder[key]
    emptied.set(pointer, reference)
    return true
  }
  if (reference === undefined || typeof leaf !== 'string') return false
  const coerced = coerce(leaf, error)
  return coerced !== undefined && Reflect.set(holder, key, coerced)
}

function coerce(text: string, { keyword, params }: ErrorObject): unknown {
  const allowed: unknown = params['allowedValues']
  if (keyword === 'enum' && Array.isArray(allowed)) return allowed.find(value => String(value) === text)
  if (keyword !== 'type') return undefined
  const types: readonly unknown[] = [params['type']].flat()
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return text === 'true'
  const isNumber = /^-?\d+(\.\d+)?$/.test(text)
  if (isNumber && (types.includes('number') || types.includes('integer'))) return Number(text)
  return undefined
}

/** Only of a setting that may be left out is it said that it may; the schema knows when it stands without it. */
function adviseOnMissingVariables(
  { report, references }: CheckedFile,
  { schema, value, path: base }: ValueCheck<unknown>,
) {
  const start = toPointer(base)
  for (const [pointer, leaf] of references) {
    const [, name] = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(leaf) ?? []
    if (name === undefined || !pointer.startsWith(`${start}/`)) continue
    const path = fromPointer(pointer.slice(start.length))
    const full = [...base, ...path]
    if (!report.isBroken(full)) continue
    const key = path.at(-1) ?? ''
    const without = structuredClone(value)
    const holder = at(without, path.slice(0, -1))
    if (!isRecord(holder) || !Object.hasOwn(holder, key)) continue
    // The block around the options of a plugin takes anything in them, and can't tell what is needed.
    holder[key] = null
    const isKnown = !schema.accepts(without) && schema.errors().some(error => error.instancePath === toPointer(path))
    if (!isKnown) continue
    delete holder[key]
    const isMissed = ({ keyword, instancePath, params }: ErrorObject) =>
      keyword === 'required' && params['missingProperty'] === key && instancePath === toPointer(path.slice(0, -1))
    if (!schema.accepts(without) && schema.errors().some(isMissed)) continue
    report.setHint(full, problems.variableMissing({ name, empty: false, isOptional: true }))
  }
}

function reportLiteralSecrets({ report, references }: CheckedFile, { schema, value, path: base }: ValueCheck<unknown>) {
  for (const pointer of schema.secretsIn(value)) {
    const path = [...base, ...numberSteps(value, fromPointer(pointer))]
    const leaf = at(value, fromPointer(pointer))
    if (typeof leaf !== 'string' || leaf === '' || references.has(toPointer(path))) continue
    // A digest is made to be stored.
    if (!/^sha256:/.test(leaf)) report.add(path, problems.literalSecret())
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (holder, key) => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined),
    value,
  )
}

/** The steps into lists as numbers: a pointer has text only. */
function numberSteps(value: unknown, path: Path): Path {
  return path.map((step, index) => (Array.isArray(at(value, path.slice(0, index).map(String))) ? Number(step) : step))
}

/** Whether the value is a block of settings. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
