import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Environment } from '../../config/environment.ts'

const LOOK_EVERY_MS = 500

/** The npm above the shell that it runs a script in; undefined where that shell gave its place up, or nothing tells it. */
async function npmAbove(shell: number): Promise<number | undefined> {
  const ps = promisify(execFile)('ps', ['-o', 'ppid=,args=', '-p', String(shell)])
  const { stdout } = await ps.catch(() => ({ stdout: '' }))
  const above = /^\s*(\d+)\s+\S*sh -c /.exec(stdout)?.[1]
  return above === undefined ? undefined : Number(above)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // A process of another person is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Resolves when the npm is gone that runs this process as a script of the repository; never without one. npm tells its
 * scripts nothing when it is killed, and a desk that nobody sees would keep the port and the channels.
 */
export async function untilNpmIsGone(env: Environment): Promise<void> {
  const { npm_lifecycle_event: script, npm_package_name: name } = env
  if (name !== 'aiadmin' || (script !== 'start' && script !== 'aiadmin')) return new Promise(() => undefined)
  const parent = process.ppid
  const npm = await npmAbove(parent)
  const watched = npm === undefined ? [parent] : [parent, npm]
  return new Promise(resolve => {
    const timer = setInterval(() => {
      if (process.ppid === parent && watched.every(isAlive)) return
      clearInterval(timer)
      resolve()
    }, LOOK_EVERY_MS)
    timer.unref()
  })
}
