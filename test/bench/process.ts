import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { until } from '../support/until.ts'

/** A process that is measured from outside, as the kernel counts it. */
export interface Measured {
  pid: number
  /** From its start until `ready` said so. */
  readyMs: number
  /** The line by which it announced itself. */
  announced: string
  /** CPU time so far, user and system. */
  cpuMs(): number
  residentMb(): number
  stop(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): void
}

/** How a process is started and when it counts as ready. */
export interface Launch {
  args: readonly string[]
  env?: Record<string, string>
  /** Says whether it is ready; asked every few milliseconds, with what it printed so far. */
  ready(output: string): Promise<boolean> | boolean
}

const ASK_EVERY_MS = 5
const READY_WITHIN_MS = 30_000
/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_MS = 10

/** Starts Node with these arguments and waits until it is ready. */
export async function launch({ args, env, ready }: Launch): Promise<Measured> {
  const began = performance.now()
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  await until(async () => {
    if (await ready(output)) return true
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}:\n${output}`)
    if (performance.now() - began > READY_WITHIN_MS) {
      await end(child)
      throw new Error(`${args.join(' ')} was not ready in time:\n${output}`)
    }
    return false
  }, ASK_EVERY_MS)
  const readyMs = performance.now() - began
  const pid = child.pid ?? 0
  return {
    pid,
    readyMs,
    announced: output,
    cpuMs: () => cpuMs(pid),
    residentMb: () => residentMb(pid),
    stop: () => end(child),
    kill: () => void child.kill('SIGKILL'),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(late)
}

/** `utime` and `stime` of /proc/<pid>/stat; the name before them may hold spaces. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? 0) / 1024
}
