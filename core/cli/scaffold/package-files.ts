import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageJson, readVersions, tsconfig, tsconfigBuild } from './package-json.ts'
import type { PluginNames } from './plugin-name.ts'

/** Text by path inside the new folder. */
export type PackageFiles = ReadonlyMap<string, string>

/** npm packs no file of these names as it is, or gives it a meaning where it lies. */
const RENAMED: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  'workflow.yml': '.github/workflows/test.yml',
}

/** The block of aiadmin.yaml that the README shows; no file of the package. */
const EXAMPLE = 'example.yaml'

const templates = fileURLToPath(new URL('../templates/', import.meta.url))

/** All files of a new package. */
export async function packageFiles(names: PluginNames): Promise<PackageFiles> {
  const own = await readFolder(join(templates, names.kind))
  const shared = await readFolder(join(templates, 'package'))
  const example = own.get(EXAMPLE)
  own.delete(EXAMPLE)
  if (example === undefined) throw new Error(`the template of a ${names.kind} has no ${EXAMPLE}`)
  const manifest = packageJson(names, await readVersions())
  const files = new Map<string, string>([
    ['package.json', json(manifest)],
    ['tsconfig.json', json(tsconfig)],
    ['tsconfig.build.json', json(tsconfigBuild)],
  ])
  for (const [path, text] of [...shared, ...own]) {
    const complete = path === 'README.md' ? text.replace('EXAMPLE\n', () => example) : text
    files.set(RENAMED[path] ?? path, renamed(complete, names))
  }
  return files
}

async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const read = paths.map(
    async path => [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const,
  )
  return new Map(await Promise.all(read))
}

function renamed(text: string, names: PluginNames): string {
  return text
    .replaceAll("'../../../../contract/index.ts'", "'aiadmin'")
    .replaceAll("'../../../../testkit/index.ts'", "'aiadmin/testkit'")
    .replaceAll(/\bKIND\b/g, names.kind)
    .replaceAll(/Acme(?=[A-Z])|(?<=[a-z])Acme\b/g, names.title.replaceAll(' ', ''))
    .replaceAll(/\bACME(?=_)/g, names.plugin.replaceAll('-', '_').toUpperCase())
    .replaceAll(/\bacme\b/g, names.plugin)
    .replaceAll(/\bAcme\b/g, names.title)
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
