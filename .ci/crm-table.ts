// `npm run schema`: the table of docs/crm.md is made from what each CRM says that it can do, with the options of the first YAML
// block of its README. With --check nothing is written, and a stale table fails.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { CrmCapabilities } from '../core/contract/index.ts'
import { builtIns } from '../plugins/index.ts'
import { environmentFor } from '../test/docs/environment.ts'
import { createTestContext } from '../test/plugin-context.ts'

const root = join(import.meta.dirname, '..')
const page = join(root, 'docs/crm.md')
const TABLE = /(<!-- crms -->)[\s\S]*?(<!-- \/crms -->)/
const yes = (isSo: boolean) => (isSo ? '✓' : '–')
const MOVES = { none: 'booked anew', time: 'another time', timeAndEmployee: 'another time or employee' } as const

const ROWS: readonly [string, (capabilities: CrmCapabilities) => string][] = [
  ['Finds clients by phone', ({ findClients }) => yes(findClients)],
  ['Creates clients by themselves', ({ createClient }) => yes(createClient)],
  ['Changes clients', ({ updateClient }) => yes(updateClient)],
  ['Reads a visit', ({ getAppointment }) => yes(getAppointment)],
  ['Lists visits', ({ listAppointments }) => yes(listAppointments)],
  ['Finds a write by its key', ({ findByKey }) => yes(findByKey)],
  ['A write may still appear after', ({ settleMs }) => `${settleMs / 1_000} s`],
  ['Moves a visit', ({ reschedule }) => MOVES[reschedule]],
  ['Cancels a visit', ({ cancel }) => yes(cancel)],
  ['Several services in one visit', ({ severalServices }) => yes(severalServices)],
]

async function capabilitiesOf(name: string, load: () => Promise<{ default: object }>): Promise<CrmCapabilities> {
  const readme = await readFile(join(root, `plugins/crm/${name}/README.md`), 'utf8')
  const block = /^```yaml\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? ''
  const values = environmentFor(block)
  const { crm } = parse(block.replace(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => values[variable] ?? ''))
  const { default: plugin } = await load()
  const { context, close } = createTestContext({ plugin: Object(plugin), config: crm.with ?? {} })
  try {
    return Object(plugin).create(context).capabilities
  } finally {
    await close()
  }
}

const columns = await Promise.all(
  Object.entries(builtIns.crm).map(async ([name, load]) => ({ name, can: await capabilitiesOf(name, load) })),
)
const lines = [
  ['', ...columns.map(({ name }) => `[\`${name}\`](../plugins/crm/${name}/README.md)`)],
  ['---', ...columns.map(() => ':-:')],
  ...ROWS.map(([title, say]) => [title, ...columns.map(({ can }) => say(can))]),
].map(cells => `| ${cells.join(' | ')} |`)
const text = await readFile(page, 'utf8')
const fresh = text.replace(TABLE, (_, begin: string, end: string) => `${begin}\n\n${lines.join('\n')}\n\n${end}`)
if (fresh !== text && process.argv.includes('--check')) {
  console.error('docs/crm.md is stale: run npm run schema')
  process.exitCode = 1
} else if (fresh !== text) await writeFile(page, fresh)
