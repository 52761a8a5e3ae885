import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ChannelPlugin } from '../../../../core/contract/index.ts'
import type { ChannelSubject } from '../../../../core/testkit/index.ts'

/** What is broken in a sound channel: the only check that may fail, and the slip in its source. */
export interface ChannelMutant {
  check: string
  /** What its author got wrong. */
  mistake: string
  file: string
  /** What stands there, exactly once, and what stands there instead. */
  changes: readonly (readonly [sound: string, broken: string])[]
}

/** The same channel, its source imported with the slip. */
export async function broken(sound: ChannelSubject, { file, changes }: ChannelMutant): Promise<ChannelSubject> {
  const copy = await mkdtemp(join(tmpdir(), 'aiadmin-mutant-'))
  try {
    await cp(dirname(fileURLToPath(sound.module)), copy, { recursive: true })
    await writeFile(join(copy, 'package.json'), '{ "type": "module" }')
    const source = await readFile(join(copy, file), 'utf8')
    await writeFile(join(copy, file), changes.reduce(replaceOnce, source))
    const module = pathToFileURL(join(copy, 'index.ts')).href
    const { default: plugin }: { default: ChannelPlugin } = await import(module)
    return { ...sound, plugin, module }
  } finally {
    await rm(copy, { recursive: true })
  }
}

function replaceOnce(source: string, [sound, instead]: readonly [string, string]): string {
  const pieces = source.split(sound)
  if (pieces.length !== 2) throw new Error(`stands ${pieces.length - 1} times in the sound channel: ${sound}`)
  return pieces.join(instead)
}
