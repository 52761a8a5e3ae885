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

/** What the system says when it is `server:` that has to be changed; a port that is taken may be free the next time. */
const WRONG_SERVER: readonly unknown[] = ['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND']

function systemCodeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** A port that is taken or forbidden, in the operator's words. */
function whyNotListening(error: unknown, { config }: OpenedDesk): string {
  const code = systemCodeOf(error)
  const { port, host } = config.server
  if (code === 'EADDRINUSE')
    return `port ${port} is taken by another program; stop it, or set another one: server: { port: ${port + 1} }`
  if (code === 'EACCES') return `port ${port} needs more rights than this program has; set one above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `this machine has no address ${host}; set server: { host: 0.0.0.0 }`
  return error instanceof Error ? error.message : String(error)
}

/** Turns may take 20 s and each instance 5 s after that; supervisors kill after 30. */
const STOP_WITHIN_MS = 28_000

/**
 * Stops the desk in order, at most once, at the first signal or after an exception that nobody catches. Who is asked
 * again, or is not done in time, ends at once. A rejection that a plugin leaves behind is noted, and the desk goes on.
 */
function guard(runtime: Runtime, io: Io): { asked: Promise<void>; stop(): Promise<void> } {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  let isAsked = false
  const giveUp = (why: string) => {
    io.stderr.write(`aiadmin: ${why}\n`)
    process.exit(EXIT.failure)
  }
  const stop = () => {
    isAsked = true
    setTimeout(() => giveUp('the desk does not stop and is ended; see the log'), STOP_WITHIN_MS).unref()
    return runtime.stop()
  }
  const onSignal = () => {
    if (isAsked) process.exit(EXIT.failure)
    isAsked = true
    resolve()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on('unhandledRejection', error => runtime.log.error({ err: error }, 'a rejection that nobody handles'))
  process.on('uncaughtException', error => {
    runtime.log.fatal({ err: error }, 'an exception that nobody catches; the desk stops')
    stop().finally(() => giveUp('stopped after an unexpected error; see the log'))
  })
  return { asked, stop }
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
  const { asked, stop } = guard(runtime, io)
  try {
    await runtime.start()
  } catch (error) {
    io.stderr.write(`aiadmin: the desk could not start: ${whyNotListening(error, desk)}\n`)
    await stop()
    return WRONG_SERVER.includes(systemCodeOf(error)) ? EXIT.config : EXIT.failure
  }
  // A desk that has run is worth starting again, even when a plugin ended it.
  process.on('exit', () => {
    if (process.exitCode === EXIT.config) process.exitCode = EXIT.failure
  })
  greet(desk, runtime, io)
  const over = new AbortController()
  void nameSilentChannels(runtime, { config: desk.config, io, over: over.signal })
  await Promise.race([asked, npmGone])
  over.abort()
  await stop()
  return EXIT.ok
}

/** `aiadmin start [file] [--example-if-missing]`. */
export function runStart(args: readonly string[], io: Io): Promise<number> {
  return startDesk(args, io)
}
