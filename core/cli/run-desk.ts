import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { OperatorError } from '../instances.ts'
import { createLog, createMask } from '../log.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from '../runtime.ts'
import { secretsOf } from '../secrets.ts'
import { appFolder, type OpenedDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'

/** The program's version, from its `package.json`: of the repository, or above its build. */
export async function readVersion(): Promise<string> {
  for (const folder of [appFolder, join(appFolder, '..')]) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
    if (text) return String(JSON.parse(text).version)
  }
  return '0.0.0'
}

/** Where files are kept: `AIADMIN_DATA`, or `data` beside the configuration; the demo's apart from them. */
function dataFolderOf({ env, file, isExample }: OpenedDesk, io: Io): string {
  const named = env['AIADMIN_DATA']
  if (named) return resolve(io.cwd, named)
  // The demo's visits must not turn up in the book of the salon that is made of it.
  return isExample ? join(io.cwd, 'data', 'demo') : join(dirname(file), 'data')
}

/**
 * Makes a runtime of a checked configuration; an operator's mistake that only shows now (a folder without rights, a
 * file that is no database) is said in its own words.
 */
export async function openRuntime(
  desk: OpenedDesk,
  io: Io,
  options: Partial<RuntimeOptions> & { logLevel?: string } = {},
): Promise<Runtime | { exitCode: number }> {
  const { config, env, isExample } = desk
  const mask = createMask(secretsOf(config))
  const log = options.log ?? createLog({ level: options.logLevel ?? config.logLevel, secrets: secretsOf(config) })
  try {
    return await createRuntime({
      config,
      env,
      log,
      dataFolder: dataFolderOf(desk, io),
      version: await readVersion(),
      isDemo: isExample,
      ...options,
    })
  } catch (error) {
    if (error instanceof OperatorError) {
      io.stderr.write(`aiadmin: ${mask(error.message)}\n`)
      return { exitCode: EXIT.config }
    }
    const reason = error instanceof Error ? error.message : String(error)
    io.stderr.write(`aiadmin: the desk could not be set up: ${mask(reason)}\n`)
    log.debug({ err: error }, 'the desk could not be set up')
    return { exitCode: EXIT.failure }
  }
}
