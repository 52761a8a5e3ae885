import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importAll } from '../journal/import.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { withFile } from './named-file.ts'
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
    // Before anything is made: a slip in the name is the commonest mistake.
    const file = resolve(io.cwd, from)
    await withFile(from, io, () => access(file, constants.R_OK))
    // A CRM that keeps its own tables here makes them when it starts.
    await crm.start?.()
    const options = { prefixes: pluginPrefixes(desk) }
    const counts = await withFile(from, io, () => importAll(journal, file, options))
    io.stdout.write(
      `Read from ${from}: conversations ${counts['conversation']}, messages ${counts['message']}, visits ${counts['visit']}.\n`,
    )
    return EXIT.ok
  })
}
