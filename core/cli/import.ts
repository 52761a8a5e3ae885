import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importAll } from '../journal/import.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { pluginPrefixes, withRuntime } from './with-runtime.ts'

/** `aiadmin import`: what `aiadmin export --all` wrote, into an empty database. */
export async function runImport(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' } },
  })
  const { from } = values
  if (from === undefined) throw new UsageError('name the file that aiadmin export --all wrote: --from=desk.jsonl.gz')
  return withRuntime(positionals[0], io, async ({ instances: { journal, crm } }, desk) => {
    // A CRM that keeps its own tables here makes them when it starts.
    await crm.start?.()
    const counts = await importAll(journal, resolve(io.cwd, from), { prefixes: pluginPrefixes(desk) })
    io.stdout.write(
      `Read from ${from}: conversations ${counts['conversation']}, messages ${counts['message']}, visits ${counts['visit']}.\n`,
    )
    return EXIT.ok
  })
}
