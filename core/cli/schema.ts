import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { composeSchema } from '../../config/export-schema.ts'
import { writeReference } from '../../config/reference.ts'
import { loadBuiltIns } from './built-in-plugins.ts'
import { EXIT, type Io } from './io.ts'
import { withFile } from './named-file.ts'

/** `aiadmin schema`: the JSON Schema for editors, or the reference of all settings, from the same schemas. */
export async function runSchema(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { docs: { type: 'boolean' }, out: { type: 'string' } } })
  const plugins = await loadBuiltIns()
  const text = values.docs ? writeReference(plugins) : `${JSON.stringify(composeSchema(plugins), undefined, 2)}\n`
  const { out } = values
  if (out === undefined) io.stdout.write(text)
  else await withFile(out, io, () => writeFile(resolve(io.cwd, out), text))
  return EXIT.ok
}
