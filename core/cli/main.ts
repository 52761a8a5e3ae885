import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { nearest } from '../../config/nearest.ts'
import { EXIT, type Io, processIo, UsageError } from './io.ts'
import { FileError } from './named-file.ts'
import { type Verb, verbs } from './verbs.ts'

/** The whole command line: `args` without node and the script. Answers the exit code. */
export async function main(args: readonly string[], io: Io = processIo()): Promise<number> {
  const [name = '', ...rest] = args
  if (name === '--version' || name === '-v') return print(io, await readVersion())
  if (name === 'help' || name === '--help' || name === '-h') return print(io, helpOn(rest[0]))
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!verb) return refuse(io, describeUnknown(name))
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest
  if (options.includes('--help') || options.includes('-h')) return print(io, helpOn(name))
  // Timers of the desk keep no process alive; without this one Node would end while a verb still waits for an answer.
  const alive = setInterval(() => undefined, ALIVE_MS)
  try {
    const run = await verb.load()
    return await run(rest, { ...io, verb: name })
  } catch (error) {
    if (isUsageError(error)) return refuse(io, `${error.message.split('. ')[0]}\nusage: aiadmin ${name} ${verb.usage}`)
    if (!(error instanceof FileError)) throw error
    io.stderr.write(`aiadmin: ${error.message}\n`)
    return EXIT.failure
  } finally {
    clearInterval(alive)
  }
}

const ALIVE_MS = 60_000

/** Own ones, and those of `parseArgs`. */
function isUsageError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_'))
}

function print({ stdout }: Io, text: string): number {
  stdout.write(`${text}\n`)
  return EXIT.ok
}

function refuse({ stderr }: Io, text: string): number {
  stderr.write(`${text}\n`)
  return EXIT.usage
}

function describeUnknown(name: string): string {
  if (name === '') return overview()
  const meant = nearest(name, Object.keys(verbs))
  return `aiadmin has no command "${name}"${meant ? `; did you mean ${meant}?` : ''}\nrun: aiadmin --help`
}

function helpOn(name: string | undefined): string {
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined
  return name !== undefined && verb ? describeVerb(name, verb) : overview()
}

function overview(): string {
  return [
    'usage: aiadmin <command>',
    '',
    ...table(Object.entries(verbs).map(([name, { summary }]) => [name, summary])),
    '',
    'aiadmin <command> --help tells more; aiadmin --version names the version.',
    'Exit codes: 0 done, 1 failed, 64 wrong usage, 78 the configuration is missing or wrong.',
  ].join('\n')
}

function describeVerb(name: string, { summary, usage, options = [] }: Verb): string {
  return [`usage: aiadmin ${name} ${usage}`, '', `  ${summary}`, '', ...table(options)].join('\n')
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`)
}

async function readVersion(): Promise<string> {
  const file = findPackageJSON(import.meta.url)
  const { version }: { version?: unknown } = file ? JSON.parse(await readFile(file, 'utf8')) : {}
  return String(version)
}
