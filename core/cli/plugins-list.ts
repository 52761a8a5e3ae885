import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import type { ConfiguredInstance, DeskConfig } from '../../config/desk-config.ts'
import { locateConfig } from '../../config/locate.ts'
import type { LoadedPlugin } from '../../config/plugin-loader.ts'
import { builtIns } from '../../plugins/index.ts'
import type { Company, Kind } from '../contract/index.ts'
import { packageVersion } from '../plugins/package-entry.ts'
import { appFolder, checkDeskFile, createDeskLoader } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { type Abilities, abilitiesOf, sayAbilities } from './plugin-abilities.ts'
import { readVersion } from './run-desk.ts'
import { wrap } from './wrap.ts'

/** One plugin of the list. */
interface Listed {
  kind: Kind
  name: string
  /** As `use:` names it. */
  use: string
  version: string | undefined
  description: string
  capabilities: Abilities
}

/** What every terminal shows. */
const COLUMNS = 100
/** Where no configuration tells: a business as good as any. */
const COMPANY: Company = {
  name: 'Sample',
  timezone: 'Europe/Moscow',
  locale: 'en',
  currency: 'RUB',
  country: 'RU',
  hours: {
    week: { mon: [{ from: '10:00', to: '20:00' }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
    exceptions: {},
  },
  faq: [],
}

/** `aiadmin plugins list [file] [--json]`: the built-ins, then what the configuration names beside them. */
export async function listPlugins(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [argument] = positionals
  const found = await configOf(argument, io)
  const own = found?.config ? instancesOf(found.config) : []
  const rows: Listed[] = []
  for (const { kind, use, folder } of [...wordsOfBuiltIns(), ...foreignUses(own, found?.folder ?? appFolder)]) {
    const loaded = await createDeskLoader().load({ kind, use, folder })
    // A built-in that can't be loaded is a broken installation; any other one was reported by the check.
    if ('problem' in loaded) throw new Error(loaded.problem.message)
    const configured = own.find(one => one.kind === kind && one.use === use)
    rows.push(await list({ use, folder, loaded, configured, company: found?.config?.company ?? COMPANY }))
  }
  io.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows))
  return found ? EXIT.ok : EXIT.config
}

async function list(one: {
  use: string
  folder: string
  loaded: LoadedPlugin
  configured: ConfiguredInstance | undefined
  company: Company
}): Promise<Listed> {
  const { use, folder, loaded, configured, company } = one
  const { kind, name, description = '' } = loaded.plugin
  const version = loaded.origin === 'built-in' ? await readVersion() : await packageVersion(use, [folder, appFolder])
  const capabilities = await abilitiesOf(loaded, { config: configured?.config, company })
  return { kind, name, use, version, description, capabilities }
}

function wordsOfBuiltIns(): readonly { kind: Kind; use: string; folder: string }[] {
  return (Object.keys(builtIns) as Kind[]).flatMap(kind =>
    Object.keys(builtIns[kind]).map(use => ({ kind, use, folder: appFolder })),
  )
}

/** Packages and files that the configuration names, each once. */
function foreignUses(own: readonly ConfiguredInstance[], folder: string) {
  const foreign = own.filter(({ use }) => !/^[a-z]/.test(use) || use.startsWith('npm:'))
  const unique = new Map(foreign.map(({ kind, use }) => [`${kind} ${use}`, { kind, use, folder }]))
  return [...unique.values()]
}

function instancesOf({ llm, channels, crm, storage }: DeskConfig): readonly ConfiguredInstance[] {
  const { journal, sessions } = storage
  return [...channels, ...llm, journal, ...(sessions ? [sessions] : []), crm]
}

/** Undefined when a file was named and is not there; without `config` where there is none, or it has errors. */
async function configOf(
  argument: string | undefined,
  io: Io,
): Promise<{ folder: string; config?: DeskConfig } | undefined> {
  if (argument === undefined && 'problem' in (await locateConfig({ cwd: io.cwd, env: io.env })))
    return { folder: io.cwd }
  const checked = await checkDeskFile({ argument }, io)
  if (!checked) return undefined
  const { config, file } = checked
  if (config) return { folder: dirname(file), config }
  io.stderr.write(
    'aiadmin: the configuration has errors, so its packages and files are not listed; run: aiadmin check\n',
  )
  return { folder: dirname(file) }
}

/** Kind, name and version in columns; what it is, what it can do, and where it comes from beside them. */
function table(rows: readonly Listed[]): string {
  const head = ['KIND', 'NAME', 'VERSION'] as const
  const cells = rows.map(({ kind, name, version = '–' }) => [kind, name, version] as const)
  const widthOf = (column: 0 | 1 | 2) => Math.max(...[head, ...cells].map(line => line[column].length))
  const widths = [widthOf(0), widthOf(1), widthOf(2)]
  const left = (line: readonly string[]) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  const indent = ' '.repeat(left(head).length + 2)
  const lines = rows.map((row, index) => {
    const said = [
      ...wrap(row.description, COLUMNS - indent.length),
      ...wrap(`can: ${sayAbilities(row.kind, row.capabilities).join(' · ')}`, COLUMNS - indent.length),
      ...(row.use === row.name ? [] : [`use: ${row.use}`]),
    ]
    return [`${left(cells[index] ?? [])}  ${said[0] ?? ''}`, ...said.slice(1).map(line => `${indent}${line}`)].join(
      '\n',
    )
  })
  return `${[`${left(head)}  WHAT IT IS`, ...lines].join('\n')}\n`
}
