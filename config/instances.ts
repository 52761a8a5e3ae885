import type { Company, Kind, StorageRole } from '../core/contract/index.ts'
import type { AnyPlugin, ConfiguredInstance } from './desk-config.ts'
import type { Path } from './finding.ts'
import type { PluginLoader, PluginOfKind } from './plugin-loader.ts'
import { problems } from './problems.ts'
import { channelsSchema, type InstanceBlock, instanceSchema, llmSchema, storageSchema } from './schema/desk.ts'
import type { CompileSchema } from './validator.ts'
import { type CheckedFile, checkValue, isRecord } from './value-check.ts'

/** All configured plugins; an instance with mistakes is missing, and reported. */
export interface Instances {
  /** All that could be loaded, those of instances with wrong options too: what they say can be changed all the same. */
  plugins: readonly AnyPlugin[]
  llm: readonly ConfiguredInstance<PluginOfKind['llm']>[]
  crm?: ConfiguredInstance<PluginOfKind['crm']>
  journal?: ConfiguredInstance<PluginOfKind['storage']>
  sessions?: ConfiguredInstance<PluginOfKind['storage']>
  channels: readonly ConfiguredInstance<PluginOfKind['channel']>[]
}

interface Tools {
  file: CheckedFile
  folder: string
  loader: PluginLoader
  compile: CompileSchema
  /** Missing when its own block has errors. */
  company?: Company | undefined
}

interface Entry<K extends Kind> {
  kind: K
  instance: string
  value: unknown
  path: Path
}

/** A plugin that was loaded, and its instance when the options are right. */
interface Checked<K extends Kind> {
  plugin: AnyPlugin
  sound?: ConfiguredInstance<PluginOfKind[K]>
}

/** Loads every plugin that the file names and checks its options. */
export async function checkInstances(root: Readonly<Record<string, unknown>>, tools: Tools): Promise<Instances> {
  const storage = checkValue<Record<string, unknown>>(tools.file, {
    schema: tools.compile<Record<string, unknown>>(storageShape),
    value: root['storage'] ?? {},
    path: ['storage'],
  })
  const llm = entriesOf('llm', root['llm'] ?? { rules: { use: 'rules' } }, tools)
  const channels = entriesOf('channel', root['channels'] ?? { web: { use: 'web' } }, tools)
  const crm: Entry<'crm'>[] =
    root['crm'] === undefined ? [] : [{ kind: 'crm', instance: 'crm', value: root['crm'], path: ['crm'] }]
  const journal = storageEntry('journal', storage?.['journal'] ?? { use: 'sqlite' })
  const sessions = storage?.['sessions'] ? storageEntry('sessions', storage['sessions']) : undefined
  reportSameNames(tools.file, [...crm, journal, ...(sessions ? [sessions] : []), ...llm, ...channels])

  const [loadedLlm, loadedChannels, [loadedCrm], loadedJournal, loadedSessions] = await Promise.all([
    Promise.all(llm.map(entry => checkInstance(entry, tools))),
    Promise.all(channels.map(entry => checkInstance(entry, tools))),
    Promise.all(crm.map(entry => checkInstance(entry, tools))),
    checkInstance(journal, tools, 'journal'),
    sessions && checkInstance(sessions, tools, 'sessions'),
  ])
  const all = [...loadedLlm, ...loadedChannels, loadedCrm, loadedJournal, loadedSessions]
  return {
    plugins: all.flatMap(one => (one ? [one.plugin] : [])),
    llm: loadedLlm.flatMap(soundOnes),
    channels: loadedChannels.flatMap(soundOnes),
    ...(loadedCrm?.sound ? { crm: loadedCrm.sound } : {}),
    ...(loadedJournal?.sound ? { journal: loadedJournal.sound } : {}),
    ...(loadedSessions?.sound ? { sessions: loadedSessions.sound } : {}),
  }
}

function soundOnes<K extends Kind>(checked: Checked<K> | undefined): readonly ConfiguredInstance<PluginOfKind[K]>[] {
  return checked?.sound ? [checked.sound] : []
}

/** The roles only: each instance is checked on its own, so that one mistake hides no other. */
const storageShape = {
  ...storageSchema,
  properties: { journal: {}, sessions: {} },
} as const

function storageEntry(role: StorageRole, value: unknown): Entry<'storage'> {
  return { kind: 'storage', instance: role, value, path: ['storage', role] }
}

function entriesOf<K extends 'llm' | 'channel'>(
  kind: K,
  value: unknown,
  { file, compile }: Tools,
): readonly Entry<K>[] {
  const section = kind === 'llm' ? 'llm' : 'channels'
  const schema = kind === 'llm' ? llmSchema : channelsSchema
  checkValue(file, { schema: compile(schema), value, path: [section] })
  if (!isRecord(value)) return []
  return Object.entries(value).map(([instance, entry]) => ({ kind, instance, value: entry, path: [section, instance] }))
}

function reportSameNames({ report, source }: CheckedFile, entries: readonly Entry<Kind>[]): void {
  const first = new Map<string, Entry<Kind>>()
  const inFileOrder = [...entries].sort((a, b) => source.place(a.path, 'key').line - source.place(b.path, 'key').line)
  for (const entry of inFileOrder) {
    const other = first.get(entry.instance)
    if (!other) first.set(entry.instance, entry)
    else {
      const { line } = source.place(other.path, 'key')
      report.add(entry.path, problems.sameName({ name: entry.instance, line }), 'key')
    }
  }
}

async function checkInstance<K extends Kind>(
  { kind, instance, value, path }: Entry<K>,
  { file, folder, loader, compile, company }: Tools,
  role?: StorageRole,
): Promise<Checked<K> | undefined> {
  const { report } = file
  if (typeof value === 'string') {
    report.add(path, problems.instanceIsWord({ word: value }))
    return undefined
  }
  const block = checkValue<InstanceBlock>(file, { schema: compile<InstanceBlock>(instanceSchema), value, path })
  const use = block?.use ?? (isRecord(value) ? value['use'] : undefined)
  if (typeof use !== 'string' || report.isBroken([...path, 'use'])) return undefined

  const loaded = await loader.load({ use, kind, folder })
  if ('problem' in loaded) {
    report.add([...path, 'use'], loaded.problem)
    return undefined
  }
  const plugin: AnyPlugin = loaded.plugin
  if (role && plugin.kind === 'storage' && !plugin.roles.includes(role)) {
    report.add([...path, 'use'], problems.roleMissing({ use, role, roles: plugin.roles }))
  }
  if (!block) return { plugin }
  const at = [...path, 'with']
  const config = checkValue(file, { schema: loaded.options, value: block.with ?? {}, path: at })
  if (config === undefined || report.isBroken(at) || report.hasErrors(at)) return { plugin }
  try {
    for (const { path: inside, ...finding } of plugin.check?.(config, company) ?? []) {
      report.add([...at, ...inside], problems.option(finding))
    }
  } catch (error) {
    report.add(
      [...path, 'use'],
      problems.checkThrows({ use, reason: error instanceof Error ? error.message : String(error) }),
    )
  }
  return { plugin, sound: { instance, kind, use, plugin: loaded.plugin, config: freeze(config) } }
}

/** The value, which nobody can change any more. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) freeze(member)
  return value
}
