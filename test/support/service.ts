import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'

/** A port of 127.0.0.1 on which nothing listens. For programs whose port must be told; others take port 0. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** A process that serves until it is told to stop. */
export interface Service {
  child: ChildProcess
  /** Resolves with the exit code. */
  exited: Promise<number>
  /** Everything that it printed so far. */
  output(): string
}

/** Starts a service and resolves when `isReady` finds in its output what it waits for; rejects when it ends before. */
export async function startService(
  [command = '', ...args]: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; isReady: (output: string) => boolean },
): Promise<Service> {
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve(code ?? 128))
  })
  const ready = new Promise<void>(resolve => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (options.isReady(output)) resolve()
      })
    }
  })
  await Promise.race([
    ready,
    exited.then(code => Promise.reject(new Error(`ended with ${code} before it was ready:\n${output}`))),
  ])
  return { child, exited, output: () => output }
}
