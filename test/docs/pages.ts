import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The repository. */
export const root = join(import.meta.dirname, '../..')

/** A fenced block of code of a page. */
export interface Block {
  language: string
  text: string
  /** The line on which its text begins, from 1. */
  line: number
}

/** A Markdown file that people read. */
export interface Page {
  /** From the repository's root. */
  path: string
  text: string
  blocks: readonly Block[]
  headings: readonly { level: number; title: string }[]
  /** What its links and pictures lead to. */
  links: readonly string[]
}

function markdownIn(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder)).filter(name => name.endsWith('.md'))
  return names.map(name => join(folder, name))
}

function pluginReadmes(): readonly string[] {
  return readdirSync(join(root, 'plugins'), { recursive: true, encoding: 'utf8' })
    .filter(path => /^\w+\/[\w-]+\/README\.md$/.test(path))
    .map(path => join('plugins', path))
}

/** A page in its parts; what stands in blocks of code is no heading and no link. */
export function readPage(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8')
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(match => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length + 1,
  }))
  const prose = text
    .replace(/^```\w*\n[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, code => code.replace(/[[\]()]/g, ' '))
  return {
    path,
    text,
    blocks,
    headings: [...prose.matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
      level: marks.length,
      title,
    })),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
  }
}

/** Every page of the repository that an operator or author reads. */
export const pages: readonly Page[] = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('docs/plugins'),
  ...markdownIn('.github'),
  ...pluginReadmes(),
].map(readPage)

/** The plugins that the pages for authors show whole, by the file names that they give them. */
export function shownPlugins(): ReadonlyMap<string, string> {
  const found = pages.flatMap(({ text }) =>
    [...text.matchAll(/As `([\w-]+\.ts)` beside `aiadmin\.yaml`:\n\n```ts\n([\s\S]*?)^```$/gm)].map(
      ([, file = '', source = '']) => [file, source] as const,
    ),
  )
  return new Map(found)
}
