import { parseArgs } from 'node:util'
import { locateConfig } from '../../config/locate.ts'
import { loadBuiltIns } from './built-in-plugins.ts'
import { checkDeskFile } from './desk-file.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { runPluginsNew } from './plugins-new.ts'

type Row = readonly [kind: string, name: string, from: string, description: string]

/** `aiadmin plugins list|new`. */
export async function runPlugins(args: readonly string[], io: Io): Promise<number> {
  const [action, ...rest] = args
  if (action === 'list') return listPlugins(rest, io)
  if (action === 'new') return runPluginsNew(rest, io)
  throw new UsageError(action === undefined ? 'which action?' : `plugins cannot "${action}"`)
}

/** The built-ins, then what the configuration names beside them. */
async function listPlugins(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const [argument] = positionals
  const rows: Row[] = (await loadBuiltIns()).map(({ kind, name, description = '' }) => [
    kind,
    name,
    'built-in',
    description,
  ])
  const configured = await listConfigured(argument, io)
  const header: Row = ['KIND', 'NAME', 'FROM', 'DESCRIPTION']
  const lines = [header, ...rows, ...(configured ?? [])]
  const widthOf = (column: 0 | 1 | 2) => Math.max(...lines.map(line => line[column].length))
  const [kind, name, from] = [widthOf(0), widthOf(1), widthOf(2)]
  for (const line of lines) {
    io.stdout.write(
      `${line[0].padEnd(kind)}  ${line[1].padEnd(name)}  ${line[2].padEnd(from)}  ${line[3]}`.trimEnd().concat('\n'),
    )
  }
  return configured ? EXIT.ok : EXIT.config
}

/** Undefined when a file was named and is not there. */
async function listConfigured(argument: string | undefined, io: Io): Promise<readonly Row[] | undefined> {
  if (argument === undefined && 'problem' in (await locateConfig({ cwd: io.cwd, env: io.env }))) return []
  const checked = await checkDeskFile({ argument }, io)
  if (!checked) return undefined
  const { config } = checked
  if (!config) {
    io.stderr.write(
      'aiadmin: the configuration has errors, so its packages and files are not listed; run: aiadmin check\n',
    )
    return []
  }
  const { llm, channels, crm, storage } = config
  const { journal, sessions } = storage
  return [...channels, ...llm, journal, ...(sessions ? [sessions] : []), crm]
    .filter(({ use }) => !/^[a-z]/.test(use) || use.startsWith('npm:'))
    .map(({ kind, use, plugin }) => [kind, plugin.name, use, plugin.description ?? ''])
}
