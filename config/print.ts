import { stringify } from 'yaml'
import type { ConfiguredInstance, DeskConfig } from './desk-config.ts'
import { fromPointer } from './finding.ts'
import { createSchemaCompiler } from './validator.ts'
import { isRecord } from './value-check.ts'

/** The configuration as it takes effect, as YAML: references replaced, defaults filled in, secrets masked. */
export function printConfig(config: DeskConfig): string {
  const {
    version,
    business,
    company,
    server,
    llm,
    crm,
    storage,
    channels,
    dialog,
    texts,
    retention,
    rereads,
    logLevel,
  } = config
  const compile = createSchemaCompiler({ isOurs: true })
  const show = ({ use, plugin, config: options }: ConfiguredInstance) => {
    const shown: unknown = structuredClone(options)
    for (const pointer of compile(Object(plugin.configSchema)).secretsIn(options)) mask(shown, fromPointer(pointer))
    return { use, with: shown }
  }
  const named = (instances: readonly ConfiguredInstance[]) =>
    Object.fromEntries(instances.map(one => [one.instance, show(one)]))
  return stringify(
    {
      version,
      business,
      company,
      server,
      llm: named(llm),
      crm: show(crm),
      storage: {
        journal: show(storage.journal),
        ...(storage.sessions ? { sessions: show(storage.sessions) } : {}),
      },
      channels: named(channels),
      dialog,
      texts,
      retention,
      rereads,
      log: { level: logLevel },
    },
    { lineWidth: 120, aliasDuplicateObjects: false },
  )
}

function mask(holder: unknown, path: readonly string[]): void {
  const [key, ...rest] = path
  if (key === undefined || (!isRecord(holder) && !Array.isArray(holder))) return
  const value: unknown = Reflect.get(holder, key)
  if (rest.length > 0) mask(value, rest)
  else if (value !== undefined && value !== '') Reflect.set(holder, key, '***')
}
