import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportAll } from '../journal/export.ts'
import { exportClient } from '../journal/export-client.ts'
import { findConversations } from '../journal/find-client.ts'
import { readPhone } from './client-phone.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { withFile } from './named-file.ts'
import { pluginPrefixes, withRuntime } from './with-runtime.ts'

/** `aiadmin export`: everything for another database, or what is kept of one client. */
export async function runExport(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      phone: { type: 'string' },
      out: { type: 'string' },
      'with-secrets': { type: 'boolean', default: false },
    },
  })
  const { all, phone: written, out, 'with-secrets': withSecrets } = values
  if (all === (written !== undefined)) throw new UsageError('export either --all or one client by --phone=…')
  if (all && out === undefined) throw new UsageError('name the file to write: --out=desk.jsonl.gz')
  const file = out === undefined ? undefined : resolve(io.cwd, out)
  // It may be the desk's own database, or its configuration.
  if (file !== undefined && existsSync(file))
    throw new UsageError(`${out} is there already; an export overwrites nothing`)
  return withRuntime(positionals[0], io, async ({ instances: { journal } }, desk) => {
    if (all && file !== undefined) {
      const options = { prefixes: pluginPrefixes(desk), withSecrets }
      const counts = await withFile(file, io, () => exportAll(journal, file, options))
      io.stdout.write(
        `Written to ${out}: conversations ${counts['conversation']}, messages ${counts['message']}, visits ${counts['visit']}.\n` +
          `What comes to the desk from now on is not in it: move a desk while it is stopped.\n`,
      )
      if (!withSecrets)
        io.stdout.write('Secrets that plugins keep (tokens) stayed; --with-secrets takes them along, sealed.\n')
      return EXIT.ok
    }
    const phone = readPhone(written ?? '', desk)
    const found = await findConversations(journal, phone)
    const data = await exportClient(
      journal,
      phone,
      found.map(({ id }) => id),
    )
    const text = `${JSON.stringify(data, undefined, 2)}\n`
    if (file === undefined) io.stdout.write(text)
    else {
      await withFile(file, io, () => writeFile(file, text, { mode: 0o600, flag: 'wx' }))
      io.stdout.write(`Written to ${out}: conversations ${found.length}.\n`)
    }
    return EXIT.ok
  })
}
