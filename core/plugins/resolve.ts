import { readdir, stat } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Problem } from '../../config/finding.ts'
import { problems } from '../../config/problems.ts'
import type { Kind } from '../contract/index.ts'
import { findPackage } from './package-entry.ts'

/** The built-ins by kind and word; each is imported only when it is used. */
export type BuiltIns = Readonly<Record<Kind, Readonly<Record<string, () => Promise<object>>>>>

/** Where a plugin was found. */
export interface ResolvedPlugin {
  origin: 'built-in' | 'package' | 'file'
  /** Loads its module. */
  load(): Promise<object>
}

interface Request {
  use: string
  kind: Kind
  /** The folder of `aiadmin.yaml`. */
  folder: string
  /** The program's own folder, whose packages are looked at second. */
  appFolder: string
  builtIns: BuiltIns
}

/** Finds what `use:` names. No prefix is guessed and no folder scanned: what is written is what is loaded. */
export async function resolvePlugin(request: Request): Promise<ResolvedPlugin | { problem: Problem }> {
  const { use } = request
  if (use.startsWith('npm:')) return resolvePackage(request)
  if (/^\.{1,2}\//.test(use) || isAbsolute(use)) return resolveFile(request)
  if (/^[a-z][a-z0-9-]*$/.test(use)) return resolveBuiltIn(request)
  return { problem: problems.badUse({ use, ...betterUse(use) }) }
}

function betterUse(use: string): { better?: string } {
  if (/^@[\w.-]+\/[\w.-]+$/.test(use)) return { better: `npm:${use}` }
  if (/\.[cm]?[jt]s$/.test(use)) return { better: `./${use}` }
  return /^[A-Z]/.test(use) ? { better: use.toLowerCase() } : {}
}

function resolveBuiltIn({ use, kind, builtIns }: Request): ResolvedPlugin | { problem: Problem } {
  const load = Object.hasOwn(builtIns[kind], use) ? builtIns[kind][use] : undefined
  if (load) return { origin: 'built-in', load }
  const other = Object.entries(builtIns).find(([, plugins]) => Object.hasOwn(plugins, use))
  if (other) return { problem: problems.wrongKind({ use, wanted: kind, found: other[0] }) }
  return { problem: problems.noBuiltIn({ use, kind, known: Object.keys(builtIns[kind]) }) }
}

async function resolvePackage({ use, folder, appFolder }: Request): Promise<ResolvedPlugin | { problem: Problem }> {
  const name = use.slice('npm:'.length)
  if (!/^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/.test(name)) return { problem: problems.badUse({ use }) }
  const found = (await findPackage(name, folder)) ?? (await findPackage(name, appFolder))
  if (!found) return { problem: problems.packageNotInstalled({ name, looked: [...new Set([folder, appFolder])] }) }
  const { file, packageJson } = found
  if (file === undefined) return { problem: problems.packageHasNoEntry({ name, file: packageJson }) }
  return { origin: 'package', load: () => importFile(file) }
}

async function resolveFile({ use, folder }: Request): Promise<ResolvedPlugin | { problem: Problem }> {
  const file = resolve(folder, use)
  const isFile = await stat(file).then(
    found => found.isFile(),
    () => false,
  )
  if (isFile) return { origin: 'file', load: () => importFile(file) }
  const beside = await readdir(dirname(file)).catch(() => [])
  const known = beside.filter(name => /\.[cm]?[jt]s$/.test(name)).map(name => `${dirname(use)}/${name}`)
  return { problem: problems.pluginFileMissing({ file, use, known }) }
}

async function importFile(file: string): Promise<object> {
  const module: object = await import(pathToFileURL(file).href)
  return module
}
