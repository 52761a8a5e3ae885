import { type Io, UsageError } from './io.ts'
import { listPlugins } from './plugins-list.ts'
import { runPluginsNew } from './plugins-new.ts'

/** `aiadmin plugins list|new`. */
export async function runPlugins(args: readonly string[], io: Io): Promise<number> {
  const [action, ...rest] = args
  if (action === 'list') return listPlugins(rest, io)
  if (action === 'new') return runPluginsNew(rest, io)
  throw new UsageError(action === undefined ? 'which action?' : `plugins cannot "${action}"`)
}
