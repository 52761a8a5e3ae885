import type { Problem } from '../../config/finding.ts'
import { problems } from '../../config/problems.ts'

const MISSING = /Cannot find (?:package|module) '([^']+)'/

/** Tells a plugin whose own dependency is not installed from one that is broken. */
export function describeImportFailure(use: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    const missing = MISSING.exec(message)?.[1]
    const dependency = missing && packageName(missing)
    if (dependency) return problems.dependencyMissing({ use, dependency })
  }
  const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : ''
  return problems.throwsAtImport({ use, reason: `${name}${message.split('\n')[0]}` })
}

/** The package that a specifier belongs to; undefined for files, which no installation brings. */
function packageName(specifier: string): string | undefined {
  if (/^(\.|\/|file:|[A-Za-z]:\\)/.test(specifier)) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
