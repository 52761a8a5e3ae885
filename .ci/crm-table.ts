// `npm run schema`: the tables of docs/crm.md and docs/crm.ru.md are made from what each CRM says that it can do, with the options of the first YAML
// block of its README. With --check nothing is written, and a stale table fails.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { CrmCapabilities } from '../core/contract/index.ts'
import { builtIns } from '../plugins/index.ts'
import { environmentFor } from '../test/docs/environment.ts'
import { createTestContext } from '../test/plugin-context.ts'

const root = join(import.meta.dirname, '..')
const TABLE = /(<!-- crms -->)[\s\S]*?(<!-- \/crms -->)/
const yes = (isSo: boolean) => (isSo ? '✓' : '–')

type Language = 'en' | 'ru'

/** In each language a page of its own. */
const PAGES: Readonly<Record<Language, string>> = {
  en: join(root, 'docs/crm.md'),
  ru: join(root, 'docs/crm.ru.md'),
}
const MOVES: Readonly<Record<Language, Readonly<Record<CrmCapabilities['reschedule'], string>>>> = {
  en: { none: 'booked anew', time: 'another time', timeAndEmployee: 'another time or employee' },
  ru: { none: 'записью заново', time: 'на другое время', timeAndEmployee: 'на другое время или к другому мастеру' },
}
const SECONDS: Readonly<Record<Language, string>> = { en: 's', ru: 'с' }

const ROWS: readonly [
  titles: Readonly<Record<Language, string>>,
  say: (capabilities: CrmCapabilities, language: Language) => string,
][] = [
  [{ en: 'Finds clients by phone', ru: 'Находит клиентов по телефону' }, ({ findClients }) => yes(findClients)],
  [
    { en: 'Creates clients by themselves', ru: 'Создаёт клиентов отдельно от записи' },
    ({ createClient }) => yes(createClient),
  ],
  [{ en: 'Changes clients', ru: 'Изменяет клиентов' }, ({ updateClient }) => yes(updateClient)],
  [{ en: 'Reads a visit', ru: 'Читает запись' }, ({ getAppointment }) => yes(getAppointment)],
  [{ en: 'Lists visits', ru: 'Показывает список записей' }, ({ listAppointments }) => yes(listAppointments)],
  [{ en: 'Finds a write by its key', ru: 'Находит сделанное по ключу' }, ({ findByKey }) => yes(findByKey)],
  [
    { en: 'A write may still appear after', ru: 'Запись может появиться ещё через' },
    ({ settleMs }, language) => `${settleMs / 1_000} ${SECONDS[language]}`,
  ],
  [{ en: 'Moves a visit', ru: 'Переносит запись' }, ({ reschedule }, language) => MOVES[language][reschedule]],
  [{ en: 'Cancels a visit', ru: 'Отменяет запись' }, ({ cancel }) => yes(cancel)],
  [
    { en: 'Several services in one visit', ru: 'Несколько услуг в одной записи' },
    ({ severalServices }) => yes(severalServices),
  ],
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
for (const language of ['en', 'ru'] as const) {
  const page = PAGES[language]
  const lines = [
    ['', ...columns.map(({ name }) => `[\`${name}\`](../plugins/crm/${name}/README.md)`)],
    ['---', ...columns.map(() => ':-:')],
    ...ROWS.map(([titles, say]) => [titles[language], ...columns.map(({ can }) => say(can, language))]),
  ].map(cells => `| ${cells.join(' | ')} |`)
  const text = await readFile(page, 'utf8')
  const fresh = text.replace(TABLE, (_, begin: string, end: string) => `${begin}\n\n${lines.join('\n')}\n\n${end}`)
  if (fresh !== text && process.argv.includes('--check')) {
    console.error(`${page} is stale: run npm run schema`)
    process.exitCode = 1
  } else if (fresh !== text) await writeFile(page, fresh)
}
