import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { EXIT, type Io, UsageError } from './io.ts'
import { type PackageFiles, packageFiles } from './scaffold/package-files.ts'
import { readNames } from './scaffold/plugin-name.ts'

/** `aiadmin plugins new <kind> <name>`: writes a package with a plugin that works and its conformance test. */
export async function runPluginsNew(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const [kind, name, ...more] = positionals
  if (more.length > 0) throw new UsageError(`what is "${more[0]}"? a name is one word`)
  const names = readNames(kind, name)
  const program = programFolder()
  const folder = join(placeOf(io, program), names.package)
  if (await exists(folder)) throw new UsageError(`${names.package} is already there and stays as it is`)
  try {
    await writeWhole(folder, await packageFiles(names))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    io.stderr.write(`aiadmin: ${names.package} could not be written, nothing of it is left: ${reason}\n`)
    return EXIT.failure
  }
  const next = isClone() ? await fromClone(folder, program) : [`cd ${word(folder)} && npm install && npm test`]
  io.stdout.write([`wrote ${folder}`, 'next:', ...next.map(line => `  ${line}`), ''].join('\n'))
  return EXIT.ok
}

function programFolder(): string {
  return dirname(findPackageJSON(import.meta.url) ?? '')
}

/** `npm run` goes to the clone first, and leaves in INIT_CWD where it was called. */
function placeOf({ cwd, env }: Io, program: string): string {
  return cwd === program ? (env['INIT_CWD'] ?? cwd) : cwd
}

/** Only a clone runs its sources; what is published is JavaScript. */
function isClone(): boolean {
  return import.meta.filename.endsWith('.ts')
}

/** The version of a clone need not be on npm: the clone packs itself, and the new package takes that. */
async function fromClone(folder: string, program: string): Promise<readonly string[]> {
  const { version } = JSON.parse(await readFile(join(program, 'package.json'), 'utf8'))
  const tarball = join(program, `aiadmin-${version}.tgz`)
  return [`cd ${word(program)} && npm pack`, `cd ${word(folder)} && npm install -D ${word(tarball)} && npm test`]
}

/** As a shell takes it for one word. */
function word(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Writes beside and moves into place, so that nothing half-written is left when the disk is full. */
async function writeWhole(folder: string, files: PackageFiles): Promise<void> {
  const unfinished = join(dirname(folder), `.aiadmin-new-${randomUUID()}`)
  await mkdir(unfinished)
  try {
    for (const [path, text] of files) {
      const file = join(unfinished, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text, { flag: 'wx' })
    }
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}
