import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Environment } from './environment.ts'
import type { Problem } from './finding.ts'
import { problems } from './problems.ts'

interface Search {
  /** The path on the command line. */
  argument?: string
  cwd: string
  /** The verb of the command line, for what the operator is told to write. */
  verb?: string
  /** `AIADMIN_CONFIG` is looked at when there is no argument. */
  env: Environment
  /** The file to fall back to; only when nobody named one. */
  example?: string
}

/** The configuration that was found, or what to tell the operator. */
export type Located = { file: string; isExample: boolean } | { problem: Problem; file: string }

/** Finds `aiadmin.yaml`: the one named on the command line, else by `AIADMIN_CONFIG`, else in the working folder. */
export async function locateConfig({ argument, cwd, env, example, verb = 'start' }: Search): Promise<Located> {
  const named = argument ?? (env['AIADMIN_CONFIG'] || undefined)
  const file = resolve(cwd, named ?? 'aiadmin.yaml')
  const kind = await kindOf(file)
  if (kind === 'file') return { file, isExample: false }
  if (kind === 'folder') {
    const inside = join(file, 'aiadmin.yaml')
    if ((await kindOf(inside)) === 'file') return { file: inside, isExample: false }
    return { problem: problems.fileIsFolder({ file }), file }
  }
  if (named === undefined && example !== undefined && (await kindOf(example)) === 'file') {
    return { file: example, isExample: true }
  }
  return { problem: problems.fileMissing({ looked: [file], verb }), file }
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  return stat(path).then(
    found => (found.isDirectory() ? 'folder' : 'file'),
    () => undefined,
  )
}
