import { spawn } from 'node:child_process'

/** What a finished command left behind. */
export interface Finished {
  /** The exit code; 128 and more when a signal ended it. */
  code: number
  stdout: string
  stderr: string
}

/** Runs a command to its end without a shell and without standard input. Never rejects for an exit code: the test judges it. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', exit => resolve(exit ?? 128))
  })
  return { code, ...output }
}
