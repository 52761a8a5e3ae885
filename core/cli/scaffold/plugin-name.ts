import type { Kind } from '../../contract/index.ts'
import { UsageError } from '../io.ts'

const KINDS: readonly Kind[] = ['channel', 'llm', 'storage', 'crm']

/** What npm allows at most. */
const MAX_LENGTH = 214

/** What a new package is called, everywhere that it has a name. */
export interface PluginNames {
  kind: Kind
  /** In the plugin's definition: `fresh-salon`. */
  plugin: string
  /** On npm: `aiadmin-crm-fresh-salon`; also the new folder. */
  package: string
  /** For people: `Fresh Salon`. */
  title: string
}

/** Reads what stands after `plugins new`. @throws UsageError */
export function readNames(kind: string | undefined, name: string | undefined): PluginNames {
  if (kind === undefined || name === undefined) throw new UsageError('which kind, and what is its name?')
  const known = KINDS.find(one => one === kind)
  if (!known) throw new UsageError(`there is no kind "${kind}": ${KINDS.slice(0, -1).join(', ')} or ${KINDS.at(-1)}`)
  const prefix = `aiadmin-${known}-`
  if (name.startsWith(prefix))
    throw new UsageError(`"${prefix}" is put before the name by itself: give what follows it`)
  // Stricter than npm: the same name stands in `use:`, in texts and in logs.
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new UsageError(`"${name}" is no name for a package: lower-case letters and digits, with dashes between them`)
  if (prefix.length + name.length > MAX_LENGTH)
    throw new UsageError(`the name is too long: with "${prefix}" npm allows ${MAX_LENGTH} characters`)
  const title = name.replace(
    /(^|-)([a-z0-9])/g,
    (_, dash: string, first: string) => `${dash && ' '}${first.toUpperCase()}`,
  )
  return { kind: known, plugin: name, package: prefix + name, title }
}
