import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parse } from 'yaml'
import { checkConfig } from '../../config/check.ts'
import { createDeskLoader, exampleFile } from '../../core/cli/desk-file.ts'
import { environmentFor } from './environment.ts'
import { pages, readPage, shownPlugins } from './pages.ts'

/** The least that a whole file has; a block of a page shows only what it is about. */
const least = {
  version: 'version: 1',
  company:
    'company: { name: Demo Salon, timezone: Europe/Moscow, locale: ru, currency: RUB, hours: { mon-sat: "9:00-20:00" } }',
  crm: 'crm: { use: local, with: { services: [{ id: cut, name: Cut, durationMinutes: 60 }], employees: [{ id: anna, name: Anna }] } }',
}

/** The block as a whole file. */
function complete(text: string): string {
  const block: unknown = parse(text)
  if (block !== null && Object.keys(Object(block)).every(key => key === 'hours')) {
    const company = 'company:\n  name: Demo Salon\n  timezone: Europe/Moscow\n  locale: ru\n  currency: RUB'
    return [least.version, company, text.replaceAll(/^/gm, '  '), least.crm].join('\n')
  }
  const missing = Object.entries(least).filter(([key]) => !Object.hasOwn(Object(block), key))
  return [text, ...missing.map(([, line]) => line)].join('\n')
}

describe('every YAML block of the pages', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-docs-'))
    for (const [file, source] of shownPlugins()) await writeFile(join(folder, file), source)
  })
  after(() => rm(folder, { recursive: true }))

  for (const { path, blocks } of pages) {
    for (const { language, text, line } of blocks) {
      if (language !== 'yaml') continue
      it(`has no findings: ${path}:${line}`, async () => {
        const { findings } = await checkConfig({
          file: join(folder, 'aiadmin.yaml'),
          text: complete(text),
          env: environmentFor(text),
          loader: createDeskLoader(),
        })
        assert.deepEqual(
          findings.map(finding => `${finding.path}: ${finding.message}`),
          [],
        )
      })
    }
  }

  it('is named by its language, so that it is checked', () => {
    for (const { path, blocks } of pages)
      for (const { language, line } of blocks) assert.notEqual(language, '', `${path}:${line}`)
  })
})

describe('aiadmin.yaml.example', () => {
  it('has no findings', async () => {
    const { findings } = await checkConfig({ file: exampleFile, env: {}, loader: createDeskLoader() })
    assert.deepEqual(findings, [])
  })
})

describe('the first YAML of both READMEs', () => {
  for (const path of ['README.md', 'README.ru.md']) {
    it(`is a whole file of ten lines: ${path}`, () => {
      const [first] = readPage(path).blocks.filter(({ language }) => language === 'yaml')
      assert.equal(first?.text.trimEnd().split('\n').length, 10)
      assert.equal(complete(first?.text ?? ''), first?.text)
    })
  }
})
