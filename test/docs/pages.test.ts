import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { loadReception } from '../../config/defaults.ts'
import { FACTS, TOOL_NAMES } from '../../config/schema/dialog.ts'
import { createSchemaCompiler } from '../../config/validator.ts'
import { verbs } from '../../core/cli/verbs.ts'
import { runCommand } from '../support/command.ts'
import { pages, readPage, root } from './pages.ts'

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

describe('the links of the pages', () => {
  for (const page of pages) {
    it(`lead somewhere: ${page.path}`, () => {
      for (const link of page.links.filter(target => !/^(https?|mailto):/.test(target))) {
        const [path = '', anchor] = link.split('#', 2)
        const target = path === '' ? page.path : join(dirname(page.path), path)
        assert.ok(existsSync(join(root, target)), `${link}: there is no ${target}`)
        if (anchor === undefined) continue
        const anchors = readPage(target).headings.map(({ title }) => anchorOf(title))
        assert.ok(anchors.includes(anchor), `${link}: ${target} has ${anchors.join(', ')}`)
      }
    })
  }

  it('reach every page of docs from the README', () => {
    const [readme, plugins] = ['README.md', 'docs/plugins/README.md'].map(readPage)
    const linked = new Set([...(readme?.links ?? []), ...(plugins?.links ?? []).map(link => `docs/plugins/${link}`)])
    for (const { path } of pages.filter(page => page.path.startsWith('docs/'))) assert.ok(linked.has(path), path)
  })
})

describe('the two READMEs', () => {
  const [english, russian] = [readPage('README.md'), readPage('README.ru.md')]

  it('have the same sections', () => {
    const levels = ({ headings }: typeof english) => headings.map(({ level }) => level)
    assert.deepEqual(levels(russian), levels(english))
  })

  it('show the same commands, and the same links', () => {
    const commands = ({ blocks }: typeof english) =>
      blocks.filter(({ language }) => language !== 'yaml').map(({ language, text }) => [language, text])
    assert.deepEqual(commands(russian), commands(english))
    const shared = ({ links }: typeof english) =>
      links.filter(link => !/README(\.ru)?\.md$|(chat|screens)-..\.png$/.test(link))
    assert.deepEqual(shared(russian), shared(english))
  })

  it('name every command of the command line, and no other', () => {
    for (const { text } of [english, russian]) {
      const rows = [...text.matchAll(/^\| `(\w+)[^|]*\|[^|]*\|$/gm)].map(([, name]) => name)
      assert.deepEqual(rows.sort(), Object.keys(verbs).sort())
    }
  })

  it('name npm scripts that are there', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    for (const { path, text } of pages) {
      for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g))
        assert.ok(Object.hasOwn(scripts, name), `${path}: npm run ${name}`)
    }
  })
})

describe('the tables of options in the READMEs of the built-ins', () => {
  it('are fresh', async () => {
    const script = join(root, '.ci/option-tables.ts')
    const { code, stderr } = await runCommand(process.execPath, ['--import=tsx', script, '--check'], { cwd: root })
    assert.equal(code, 0, stderr)
  })
})

describe('the table of what the CRMs can do', () => {
  it('is fresh', async () => {
    const script = join(root, '.ci/crm-table.ts')
    const { code, stderr } = await runCommand(process.execPath, ['--import=tsx', script, '--check'], { cwd: root })
    assert.equal(code, 0, stderr)
  })
})

describe('docs/operations.md', () => {
  it('names only metrics that are served', () => {
    const source = readFileSync(join(root, 'core/server/metrics.ts'), 'utf8')
    const { text } = readPage('docs/operations.md')
    for (const [name] of text.matchAll(/aiadmin_[a-z_]+/g)) assert.ok(source.includes(`'${name}'`), name)
  })
})

describe('docs/dialog.md', () => {
  it('names every state, fact, event and tool', async () => {
    const { text } = readPage('docs/dialog.md')
    const { states } = await loadReception(createSchemaCompiler({ isOurs: true }))
    for (const name of [...FACTS, ...TOOL_NAMES, ...Object.keys(states)]) assert.ok(text.includes(`\`${name}\``), name)
  })
})
