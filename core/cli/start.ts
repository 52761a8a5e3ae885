import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { createMask } from '../log.ts'
import type { Runtime, RuntimeOptions } from '../runtime.ts'
import { secretsOf } from '../secrets.ts'
import { type OpenedDesk, openDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { untilNpmIsGone } from './npm-parent.ts'
import { probe } from './probe.ts'
import { openRuntime } from './run-desk.ts'

/** Where a person opens the desk; a server that listens everywhere is reached here as localhost. */
function addressOf({ config }: OpenedDesk, runtime: Runtime): string {
  const address = runtime.app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.server.port
  const { host } = config.server
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function greet(desk: OpenedDesk, runtime: Runtime, io: Io): void {
  const { config, isExample, file } = desk
  const address = addressOf(desk, runtime)
  const chat = config.channels.find(({ plugin }) => 'page' in plugin && plugin.page === 'chat')
  const lines = [
    isExample
      ? `There is no aiadmin.yaml here, so the demo salon of ${relative(io.cwd, file)} runs. To make it yours: npm run aiadmin -- init`
      : `${config.company.name} is open (${relative(io.cwd, file) || file}).`,
    chat ? `  chat      ${address}/chat` : `  address   ${address}`,
    `  health    ${address}/readyz`,
    '  stop      Ctrl+C',
  ]
  // Standard output is the log's, one JSON line each.
  io.stderr.write(`${lines.join('\n')}\n`)
}

/** Names each channel that does not work, so that nobody takes the desk for open where it is not. */
async function nameSilentChannels(
  { instances }: Runtime,
  { config, io, over }: { config: OpenedDesk['config']; io: Io; over: AbortSignal },
): Promise<void> {
  const mask = createMask(secretsOf(config))
  const probes = instances.channels.map(async ({ configured, channel }) => {
    const { ok, summary } = await probe(channel)
    if (!ok && !over.aborted)
      io.stderr.write(`  but the channel ${configured.instance} does not work: ${mask(summary)}\n`)
  })
  await Promise.all(probes)
}

/** A port that is taken or forbidden, in the operator's words. */
function whyNotListening(error: unknown, { config }: OpenedDesk): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const { port, host } = config.server
  if (code === 'EADDRINUSE')
    return `port ${port} is taken by another program; stop it, or set another one: server: { port: ${port + 1} }`
  if (code === 'EACCES') return `port ${port} needs more rights than this program has; set one above 1023`
  if (code === 'EADDRNOTAVAIL') return `this machine has no address ${host}; set server: { host: 0.0.0.0 }`
  return error instanceof Error ? error.message : String(error)
}

/** Resolves at the first signal to stop; the second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    let isAsked = false
    const stop = () => {
      if (isAsked) process.exit(EXIT.failure)
      isAsked = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

/** A stray failure of a plugin: noted, and the desk goes on; only what leaves the program in doubt ends it, in order. */
function guard(runtime: Runtime, io: Io): void {
  process.on('unhandledRejection', error => runtime.log.error({ err: error }, 'a rejection that nobody handles'))
  process.on('uncaughtException', error => {
    runtime.log.fatal({ err: error }, 'an exception that nobody catches; the desk stops')
    runtime.stop().finally(() => {
      io.stderr.write('aiadmin: stopped after an unexpected error; see the log\n')
      process.exit(EXIT.failure)
    })
  })
}

/** `aiadmin start`, with what only tests hand in. */
export async function startDesk(
  args: readonly string[],
  io: Io,
  options: Partial<RuntimeOptions> = {},
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'example-if-missing': { type: 'boolean' } },
  })
  const npmGone = untilNpmIsGone(io.env)
  const exampleIfMissing = values['example-if-missing'] === true
  const desk = await openDesk({ argument: positionals[0], exampleIfMissing }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, options)
  if ('exitCode' in runtime) return runtime.exitCode
  const stopped = untilStopped()
  guard(runtime, io)
  try {
    await runtime.start()
  } catch (error) {
    io.stderr.write(`aiadmin: the desk could not start: ${whyNotListening(error, desk)}\n`)
    await runtime.stop()
    return EXIT.failure
  }
  greet(desk, runtime, io)
  const over = new AbortController()
  void nameSilentChannels(runtime, { config: desk.config, io, over: over.signal })
  await Promise.race([stopped, npmGone])
  over.abort()
  await runtime.stop()
  return EXIT.ok
}

/** `aiadmin start [file] [--example-if-missing]`. */
export function runStart(args: readonly string[], io: Io): Promise<number> {
  return startDesk(args, io)
}
