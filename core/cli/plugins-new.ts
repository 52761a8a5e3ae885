import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
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
  const folder = join(io.cwd, names.package)
  if (await exists(folder)) throw new UsageError(`${names.package} is already there and stays as it is`)
  try {
    await writeWhole(folder, await packageFiles(names))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    io.stderr.write(`aiadmin: ${names.package} could not be written, nothing of it is left: ${reason}\n`)
    return EXIT.failure
  }
  io.stdout.write(`wrote ${names.package}\nnext: cd ${names.package} && npm install && npm test\n`)
  return EXIT.ok
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
