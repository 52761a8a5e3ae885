import type { ChannelPlugin, CrmPlugin, Kind, LlmPlugin, StoragePlugin } from '../core/contract/index.ts'
import type { Problem } from './finding.ts'
import type { CompiledSchema } from './validator.ts'

/** The plugin type of each kind. */
export interface PluginOfKind {
  channel: ChannelPlugin
  llm: LlmPlugin
  storage: StoragePlugin
  crm: CrmPlugin
}

/** A plugin that was found, imported and held against the contract. */
export interface LoadedPlugin<K extends Kind = Kind> {
  plugin: PluginOfKind[K]
  /** Its `configSchema`, compiled. */
  options: CompiledSchema<unknown>
  origin: 'built-in' | 'package' | 'file'
}

/** What `use:` asks for. */
export interface PluginRequest<K extends Kind = Kind> {
  use: string
  kind: K
  /** The folder of `aiadmin.yaml`. */
  folder: string
}

/** Finds and imports plugins; handed to `config` so that it imports none itself. Never throws for what a plugin does. */
export interface PluginLoader {
  load<K extends Kind>(request: PluginRequest<K>): Promise<LoadedPlugin<K> | { problem: Problem }>
}
