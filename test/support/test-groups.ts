import { spawn } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** An open handle keeps a process alive after its last test: it is ended then, and named. */
const GROUP_WITHIN_MS = 12 * 60_000

/**
 * Test files by folder, those of each in one process: to load the desk takes longer than most of its tests. Whoever needs a
 * process of its own (it sets the environment for whatever it loads) has a folder of its own.
 */
export function groupsOf(paths: readonly string[]): readonly (readonly string[])[] {
  const files = paths.flatMap(path => {
    const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true
    const found = globSync(isFolder ? `${path}/**/*.test.ts` : path, { cwd: root })
    if (found.length === 0) throw new Error(`there is no test at ${path}`)
    return found.toSorted()
  })
  return Object.values(Object.groupBy(new Set(files), dirname)).map(group => group ?? [])
}

/** Runs one group with node's test runner, `flags` for it; answers its exit code. It is heard when it has ended, unless it is alone. */
async function runGroup(files: readonly string[], flags: readonly string[], env: NodeJS.ProcessEnv, isAlone: boolean) {
  const args = ['--import=tsx', '--test', '--experimental-test-isolation=none', ...flags, ...files]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    // No standard input: nothing here may wait for an answer.
    stdio: ['ignore', isAlone ? 'inherit' : 'pipe', 'inherit'],
    timeout: GROUP_WITHIN_MS,
  })
  const heard: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => heard.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  process.stdout.write(Buffer.concat(heard))
  if (code === null) console.log(`the tests of ${dirname(files[0] ?? '')} were ended: something in them is still open`)
  return code ?? 1
}

/** Runs groups beside each other, one more than the machine has processors, since tests also wait; answers the exit codes. */
export async function runGroups(
  groups: readonly (readonly string[])[],
  flagsOf: (index: number) => readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly number[]> {
  const codes: number[] = []
  const waiting = groups.entries()
  const lane = async () => {
    for (const [index, files] of waiting) codes.push(await runGroup(files, flagsOf(index), env, groups.length === 1))
  }
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, lane))
  return codes
}
