import { isAbsolute, join } from 'node:path'
import type { Environment, ReadFile } from './environment.ts'
import { type Path, toPointer } from './finding.ts'
import { problems } from './problems.ts'
import type { Report } from './report.ts'

/** A file's data with every reference replaced. */
export interface Resolved {
  value: unknown
  /** JSON pointers of the leaves that held a reference, with the leaf as it was written. */
  references: ReadonlyMap<string, string>
}

interface Input {
  value: unknown
  env: Environment
  /** References to files are relative to it. */
  folder: string
  readFile: ReadFile
  report: Report
}

const REFERENCE = /\$\$\{|\$\{[^}]*\}?/g
const VARIABLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}$/
const FILE = /^\$\{file:([^}]+)\}$/

/**
 * Replaces `${NAME}`, `${NAME:-default}` and `${file:/path}`. In parsed leaves only: a password that holds `: ` must
 * never turn into YAML structure.
 */
export async function resolveReferences(input: Input): Promise<Resolved> {
  const references = new Map<string, string>()
  const visit = async (value: unknown, path: Path, above: readonly object[] = []): Promise<unknown> => {
    if (typeof value === 'object' && value !== null && above.includes(value)) {
      input.report.addBroken(path, problems.aliasLoop())
      return undefined
    }
    if (Array.isArray(value))
      return Promise.all(value.map((item, index) => visit(item, [...path, index], [...above, value])))
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(
        async ([key, member]) => [key, await visit(member, [...path, key], [...above, value])] as const,
      )
      return Object.fromEntries(await Promise.all(entries))
    }
    if (typeof value !== 'string' || !value.includes('${')) return value
    if (value.replaceAll('$${', '').includes('${')) references.set(toPointer(path), value)
    return resolveLeaf(value, path, input)
  }
  return { value: await visit(input.value, []), references }
}

async function resolveLeaf(leaf: string, path: Path, input: Input): Promise<string> {
  const pieces: string[] = []
  let end = 0
  for (const match of leaf.matchAll(REFERENCE)) {
    pieces.push(leaf.slice(end, match.index), await resolveOne(match[0], path, input))
    end = match.index + match[0].length
  }
  return pieces.join('') + leaf.slice(end)
}

async function resolveOne(reference: string, path: Path, { env, folder, readFile, report }: Input): Promise<string> {
  if (reference === '$${') return '${'
  const [, file] = FILE.exec(reference) ?? []
  if (file !== undefined) {
    try {
      const bytes = await readFile(isAbsolute(file) ? file : join(folder, file))
      return new TextDecoder().decode(bytes).replace(/\r?\n$/, '')
    } catch (error) {
      report.addBroken(path, problems.referencedFile({ path: file, reason: reasonOf(error) }))
      return ''
    }
  }
  const [, name, hasDefault, fallback = ''] = VARIABLE.exec(reference) ?? []
  if (name === undefined) {
    report.addBroken(path, problems.badReference({ reference }))
    return ''
  }
  const value = env[name]
  if (value) return value
  if (hasDefault === undefined) report.addBroken(path, problems.variableMissing({ name, empty: value === '' }))
  return fallback
}

/** Why a file could not be read, without its path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'reading it is not allowed'
  if (code === 'EISDIR') return 'it is a folder'
  return error instanceof Error ? error.message : String(error)
}
