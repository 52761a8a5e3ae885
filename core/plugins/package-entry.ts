import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where a package lies, and what `import` of its bare name would load. */
export interface PackageEntry {
  packageJson: string
  /** Absent when it exports nothing under its bare name. */
  file?: string
}

/** Finds an installed package as an import in a file of `folder` would. Undefined when it is not installed there. */
export async function findPackage(name: string, folder: string): Promise<PackageEntry | undefined> {
  const packageJson = locate(name, folder)
  if (packageJson === undefined) return undefined
  const content: unknown = JSON.parse(await readFile(packageJson, 'utf8'))
  const { exports, main } = Object(content)
  const entry = exports === undefined ? (typeof main === 'string' ? main : 'index.js') : entryOf(exports)
  return { packageJson, ...(entry === undefined ? {} : { file: join(dirname(packageJson), entry) }) }
}

/** The version of the package that `use:` names; undefined for a file, which has none. */
export async function packageVersion(use: string, folders: readonly string[]): Promise<string | undefined> {
  if (!use.startsWith('npm:')) return undefined
  for (const folder of folders) {
    const packageJson = locate(use.slice('npm:'.length), folder)
    if (packageJson === undefined) continue
    const { version }: { version?: unknown } = JSON.parse(await readFile(packageJson, 'utf8'))
    return version === undefined ? undefined : String(version)
  }
  return undefined
}

function locate(name: string, folder: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(join(folder, 'aiadmin.yaml')))
  } catch {
    return undefined
  }
}

/** Node resolves from another file's place only in CommonJS, whose conditions leave out packages that are ESM alone. */
function entryOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (Array.isArray(exports)) return exports.map(entryOf).find(entry => entry !== undefined)
  if (typeof exports !== 'object' || exports === null) return undefined
  if ('.' in exports) return entryOf(exports['.'])
  for (const [condition, target] of Object.entries(exports)) {
    if (!['node', 'import', 'module-sync', 'default'].includes(condition)) continue
    const entry = entryOf(target)
    if (entry !== undefined) return entry
  }
  return undefined
}
