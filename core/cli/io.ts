import type { Readable, Writable } from 'node:stream'
import type { Environment } from '../../config/environment.ts'

/** What a command may touch of the world; tests hand in their own. */
export interface Io {
  stdin: Readable
  stdout: Writable
  stderr: Writable
  env: Environment
  cwd: string
  /** The verb that runs, for hints that tell what to write. */
  verb?: string
  /** A person sits at the other end and can be asked. */
  isInteractive: boolean
  /** Colours are wanted on `stderr` and `stdout`. */
  hasColors: boolean
}

/** The process's own. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process
  return {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    isInteractive: Boolean(stdin.isTTY && stdout.isTTY),
    hasColors: Boolean(stdout.isTTY && stderr.isTTY && !env['NO_COLOR']),
  }
}

/** A verb of the command line; answers the exit code. */
export type Run = (args: readonly string[], io: Io) => Promise<number>

/** Exit codes, after sysexits.h. */
export const EXIT = { ok: 0, failure: 1, usage: 64, config: 78 } as const

/** A command line that cannot be carried out as written: exit code 64. */
export class UsageError extends Error {
  override name = 'UsageError'
}
