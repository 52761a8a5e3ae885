// `npm run schema`: the table of options in each built-in's README is made from its `configSchema`. With --check nothing
// is written, and a stale README fails.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { optionTable } from '../config/option-table.ts'
import { loadBuiltIns } from '../core/cli/built-in-plugins.ts'

const root = join(import.meta.dirname, '..')
const isCheck = process.argv.includes('--check')
const TABLE = /(<!-- options -->)[\s\S]*?(<!-- \/options -->)/

for (const { kind, name, configSchema } of await loadBuiltIns()) {
  const path = `plugins/${kind}/${name}/README.md`
  const readme = await readFile(join(root, path), 'utf8').catch(() => '')
  const table = optionTable(configSchema, { hours: '../../../docs/configuration.md#opening-hours' })
  // A function, so that a `$` of the table is no pattern of `replace`.
  const fresh = readme.replace(TABLE, (_, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`)
  const problem = TABLE.test(readme) ? 'is stale: run npm run schema' : 'has no <!-- options --> … <!-- /options -->'
  if (fresh !== readme && !isCheck) await writeFile(join(root, path), fresh)
  else if (fresh !== readme || !TABLE.test(readme)) {
    console.error(`${path} ${problem}`)
    process.exitCode = 1
  }
}
