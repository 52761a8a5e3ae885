import type { Locale } from '../core/contract/index.ts'
import { loadCoreTexts, type Texts } from './defaults.ts'
import type { AnyPlugin } from './desk-config.ts'
import type { Path } from './finding.ts'
import { problems } from './problems.ts'
import type { Report } from './report.ts'
import { textsSchema } from './schema/desk.ts'
import { checkTemplate } from './template.ts'
import type { CompileSchema } from './validator.ts'
import { type CheckedFile, checkValue, isRecord } from './value-check.ts'

const LOCALES: readonly Locale[] = ['ru', 'en']

/** What the desk and its plugins say, with the operator's changes from `texts:`. */
export async function checkTexts(
  file: CheckedFile,
  value: unknown,
  tools: { compile: CompileSchema; plugins: readonly AnyPlugin[] },
): Promise<Texts> {
  const known = withPlugins(await loadCoreTexts(), tools.plugins)
  checkValue(file, { schema: tools.compile(textsSchema), value, path: ['texts'] })
  const [ru, en] = await Promise.all(
    LOCALES.map(async locale => ({
      ...known[locale],
      ...(isRecord(value) ? await checkLocale(file.report, value[locale], { locale, known: known[locale] }) : {}),
    })),
  )
  return { ru: ru ?? {}, en: en ?? {} }
}

function withPlugins(core: Texts, plugins: readonly AnyPlugin[]): Texts {
  const textsOf = (locale: Locale) =>
    plugins.flatMap(({ name, texts }) =>
      Object.entries(texts?.[locale] ?? {}).map(([key, text]) => [`${name}.${key}`, text] as const),
    )
  return {
    ru: { ...core.ru, ...Object.fromEntries(textsOf('ru')) },
    en: { ...core.en, ...Object.fromEntries(textsOf('en')) },
  }
}

async function checkLocale(
  report: Report,
  value: unknown,
  { locale, known }: { locale: Locale; known: Readonly<Record<string, string>> },
): Promise<Readonly<Record<string, string>>> {
  const changes: Record<string, string> = {}
  const keys = Object.keys(known)
  for (const { path, key, text } of flatten(value, ['texts', locale])) {
    const original = known[key]
    if (typeof text !== 'string') report.add(path, problems.quoteIt({ written: String(text) }))
    else if (original === undefined) report.add(path, problems.unknownText({ key, known: keys }), 'key')
    else {
      changes[key] = text
      // What the model is told is a template, what clients are told is a message.
      if (key.startsWith('prompt.')) for (const problem of await checkTemplate(text)) report.add(path, problem)
      else await checkMessage(report, path, { text, original, locale })
    }
  }
  return changes
}

/** Keys may be written with dots, `rules.greeting: …`, or nested. */
function* flatten(value: unknown, path: Path, prefix = ''): Generator<{ path: Path; key: string; text: unknown }> {
  if (!isRecord(value)) return
  for (const [name, member] of Object.entries(value)) {
    const inside = [...path, name]
    if (isRecord(member)) yield* flatten(member, inside, `${prefix}${name}.`)
    else yield { path: inside, key: prefix + name, text: member }
  }
}

async function checkMessage(
  report: Report,
  path: Path,
  { text, original, locale }: { text: string; original: string; locale: Locale },
): Promise<void> {
  // Only an operator who changes a text pays for its parser.
  const { IntlMessageFormat } = await import('intl-messageformat')
  const valuesOf = (message: string) => placeholdersOf(new IntlMessageFormat(message, locale).getAst())
  try {
    const known = [...valuesOf(original)]
    for (const name of valuesOf(text)) {
      if (!known.includes(name)) report.add(path, problems.unknownPlaceholder({ name, known }))
    }
  } catch (error) {
    report.add(
      path,
      problems.badText({
        reason: error instanceof Error ? error.message.toLowerCase().replaceAll('_', ' ') : String(error),
      }),
    )
  }
}

/** The names of the values in a parsed message: all `value` members but those of plain text (type 0). */
function placeholdersOf(ast: unknown): Set<string> {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (isRecord(node)) {
      if (typeof node['value'] === 'string' && typeof node['type'] === 'number' && node['type'] !== 0)
        names.add(node['value'])
      Object.values(node).forEach(visit)
    }
  }
  visit(ast)
  return names
}
