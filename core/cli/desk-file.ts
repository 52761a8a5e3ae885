import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CheckResult, checkConfig } from '../../config/check.ts'
import type { DeskConfig } from '../../config/desk-config.ts'
import type { Environment } from '../../config/environment.ts'
import { formatFindings, summarise } from '../../config/format.ts'
import { locateConfig } from '../../config/locate.ts'
import type { PluginLoader } from '../../config/plugin-loader.ts'
import { builtIns } from '../../plugins/index.ts'
import { createPluginLoader } from '../plugins/load.ts'
import { EXIT, type Io } from './io.ts'

/** The program's folder: of the repository, or of its build. */
export const appFolder = fileURLToPath(new URL('../../', import.meta.url))

/** The configuration that runs without one of the operator's own. */
export const exampleFile = fileURLToPath(new URL('../../aiadmin.yaml.example', import.meta.url))

/** A loader of the built-ins, of installed packages and of files. */
export function createDeskLoader(): PluginLoader {
  return createPluginLoader({ builtIns, appFolder })
}

/** A configuration that was found and checked, whatever came out. */
export interface CheckedDesk extends CheckResult {
  file: string
  /** Nobody named a file and there is none: this is the demo salon. */
  isExample: boolean
}

interface Search {
  /** The path on the command line. */
  argument?: string | undefined
  /** Fall back to the example when there is no `aiadmin.yaml`. */
  exampleIfMissing?: boolean
}

/** Finds and checks the configuration; when there is none, says where it was looked for and answers undefined. */
export async function checkDeskFile(search: Search, io: Io): Promise<CheckedDesk | undefined> {
  const { argument, exampleIfMissing } = search
  const located = await locateConfig({
    ...(argument === undefined ? {} : { argument }),
    cwd: io.cwd,
    env: io.env,
    ...(io.verb === undefined ? {} : { verb: io.verb }),
    ...(exampleIfMissing ? { example: exampleFile } : {}),
  })
  if ('problem' in located) {
    const { message, hint } = located.problem
    io.stderr.write(`aiadmin: ${message}\n${hint ? `  ${hint}\n` : ''}`)
    return undefined
  }
  const result = await checkConfig({ file: located.file, env: io.env, loader: createDeskLoader() })
  return { ...result, ...located }
}

/** Findings as they are printed, with short paths. */
export function showFindings({ findings, text }: CheckResult, io: Io): string {
  const near = findings.map(finding => {
    const short = relative(io.cwd, finding.file)
    return { ...finding, file: short.startsWith('..') ? finding.file : short }
  })
  return `${formatFindings(near, { text, colors: io.hasColors })}\n\n${summarise(findings)}\n`
}

/** A configuration that is fit to run. */
export interface OpenedDesk {
  config: DeskConfig
  file: string
  isExample: boolean
  /** With `.env` beside the file. */
  env: Environment
}

/**
 * What `start`, `chat`, `doctor` and `setup` begin with: the checked configuration, or the exit code after everything
 * that is wrong was printed to `stderr`. Warnings are printed, too, and stop nothing.
 */
export async function openDesk(search: Search, io: Io): Promise<OpenedDesk | { exitCode: number }> {
  const checked = await checkDeskFile(search, io)
  if (!checked) return { exitCode: EXIT.config }
  const { config, file, isExample, env, findings } = checked
  if (findings.length > 0) io.stderr.write(showFindings(checked, io))
  return config ? { config, file, isExample, env } : { exitCode: EXIT.config }
}
