import type { JSONSchema } from 'json-schema-to-ts'
import type { Problem } from '../../config/finding.ts'
import type { LoadedPlugin, PluginLoader, PluginOfKind, PluginRequest } from '../../config/plugin-loader.ts'
import { problems } from '../../config/problems.ts'
import { type CompiledSchema, type CompileSchema, createSchemaCompiler } from '../../config/validator.ts'
import type { Kind } from '../contract/index.ts'
import { importForeign } from './foreign-import.ts'
import { describeImportFailure } from './import-failure.ts'
import { type BuiltIns, resolvePlugin } from './resolve.ts'
import { findOpenObject } from './schema-closure.ts'
import { API_VERSIONS } from './versions.ts'

/** A loader of the built-ins given to it, of installed packages and of files. */
export function createPluginLoader({
  builtIns,
  appFolder,
  loadWithinMs = LOAD_WITHIN_MS,
}: {
  builtIns: BuiltIns
  appFolder: string
  loadWithinMs?: number
}): PluginLoader {
  const compileOurs = createSchemaCompiler({ isOurs: true })
  const compileTheirs = createSchemaCompiler({ isOurs: false })
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<object>) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
  return {
    async load<K extends Kind>({
      use,
      kind,
      folder,
    }: PluginRequest<K>): Promise<LoadedPlugin<K> | { problem: Problem }> {
      const resolved = await resolvePlugin({ use, kind, folder, appFolder, builtIns })
      if ('problem' in resolved) return resolved
      let module: object
      try {
        module =
          resolved.origin === 'built-in'
            ? await resolved.load()
            : await inTurn(() => importForeign(resolved.load, { use, ms: loadWithinMs }))
      } catch (error) {
        return { problem: describeImportFailure(use, error) }
      }
      const compile = resolved.origin === 'built-in' ? compileOurs : compileTheirs
      const examined = examineModule(module, { use, kind, compile })
      return 'problem' in examined ? examined : { ...examined, origin: resolved.origin }
    },
  }
}

/** Holds an imported module against the contract: its default export must be a plugin of this kind with a sound schema. */
export function examineModule<K extends Kind>(
  module: object,
  { use, kind, compile = createSchemaCompiler({ isOurs: false }) }: Wanted<K> & { compile?: CompileSchema },
): Omit<LoadedPlugin<K>, 'origin'> | { problem: Problem } {
  const plugin = narrow(module, { use, kind })
  if ('problem' in plugin) return plugin
  const options = compileOptions(plugin.configSchema, { use, compile })
  return 'problem' in options ? options : { plugin, options }
}

/** A plugin that waits for something at its import would keep the program from ever starting. */
const LOAD_WITHIN_MS = 20_000

interface Wanted<K extends Kind> {
  use: string
  kind: K
}

/** The border at which a stranger's default export becomes a plugin; everything behind it trusts the type. */
function narrow<K extends Kind>(module: object, { use, kind }: Wanted<K>): PluginOfKind[K] | { problem: Problem } {
  const exported: unknown = 'default' in module ? module.default : undefined
  if (exported === undefined) return { problem: problems.noDefaultExport({ use }) }
  if (typeof exported !== 'object' || exported === null) {
    return { problem: problems.notAPlugin({ use, member: `it is a ${typeof exported}` }) }
  }
  const candidate: Partial<Record<string, unknown>> = { ...exported }
  if (typeof candidate['kind'] !== 'string')
    return { problem: problems.notAPlugin({ use, member: 'it has no "kind"' }) }
  if (candidate['kind'] !== kind) {
    return { problem: problems.wrongKind({ use, wanted: kind, found: candidate['kind'] }) }
  }
  const supported = API_VERSIONS[kind]
  if (!supported.some(version => version === candidate['apiVersion'])) {
    return { problem: problems.wrongVersion({ use, found: String(candidate['apiVersion']), supported }) }
  }
  const member = malformedMember(candidate)
  if (member) return { problem: problems.notAPlugin({ use, member }) }
  return exported as PluginOfKind[K]
}

function malformedMember(candidate: Partial<Record<string, unknown>>): string | undefined {
  const { name, configSchema, create, check, roles, kind } = candidate
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(name))
    return 'its "name" is no word of small letters and dashes'
  if (typeof configSchema !== 'object' || configSchema === null) return 'it has no "configSchema"'
  if (typeof create !== 'function') return 'it has no function "create"'
  if (check !== undefined && typeof check !== 'function') return 'its "check" is no function'
  if (kind === 'storage' && !Array.isArray(roles)) return 'a storage plugin needs the list "roles"'
  return undefined
}

function compileOptions(
  configSchema: JSONSchema,
  { use, compile }: { use: string; compile: CompileSchema },
): CompiledSchema<unknown> | { problem: Problem } {
  const where = findOpenObject(configSchema)
  if (where !== undefined) return { problem: problems.schemaNotClosed({ use, where }) }
  try {
    return compile(Object(configSchema))
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split(', ')
    return { problem: problems.schemaInvalid({ use, reason }) }
  }
}
