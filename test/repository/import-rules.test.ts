import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runCommand } from '../support/command.ts'

const root = join(import.meta.dirname, '../..')

/** Modules that may be imported, so that each violation below resolves. */
const house: Readonly<Record<string, string>> = {
  'core/contract/index.ts': `export type * from './domain.ts'`,
  'core/contract/domain.ts': `import type { FastifyInstance } from 'fastify'\nexport type App = FastifyInstance`,
  'core/clock.ts': `import { day } from '../plugins/crm/hours/index.ts'\nexport const clock = day`,
  'config/load.ts': `import type { App } from '../core/contract/index.ts'\nexport type Loaded = App`,
  'plugins/index.ts': `export const builtIns = { local: () => import('./crm/local/index.ts') }`,
  'plugins/crm/local/index.ts': [
    `import type { App } from '../../../core/contract/index.ts'`,
    `import { day } from '../hours/index.ts'`,
    `export default { day } as { day: number; app?: App }`,
  ].join('\n'),
  'plugins/crm/hours/index.ts': 'export const day = 24',
  'plugins/channel/web/color.ts': `export const color = '#1f6f5c'`,
  'plugins/channel/web/client/page.ts': `import type { color } from '../color.ts'\nexport type Color = typeof color`,
  'test/fake.ts': 'export const fake = 1',
}

/** The other half of the circle; a circle is reported once. */
const round = { 'core/round.ts': `export * from './circle.ts'` }

const violations: readonly { file: string; text: string; rule: string }[] = [
  { file: 'core/circle.ts', text: `export * from './round.ts'`, rule: 'no-circles' },
  {
    file: 'core/contract/leak.ts',
    text: `import type { clock } from '../clock.ts'\nexport type Leak = typeof clock`,
    rule: 'contract-stands-alone',
  },
  { file: 'core/contract/value.ts', text: `export { fastify } from 'fastify'`, rule: 'contract-is-types' },
  { file: 'core/value.ts', text: `export * from './contract/index.ts'`, rule: 'contract-is-imported-as-types' },
  {
    file: 'plugins/crm/spy/index.ts',
    text: `import { clock } from '../../../core/clock.ts'\nexport default clock`,
    rule: 'plugins-know-only-the-contract',
  },
  {
    file: 'plugins/crm/deep/index.ts',
    text: `import type { App } from '../../../core/contract/domain.ts'\nexport default {} as App`,
    rule: 'plugins-know-only-the-contract',
  },
  {
    file: 'plugins/crm/copy/index.ts',
    text: `import local from '../local/index.ts'\nexport default local`,
    rule: 'plugins-do-not-know-each-other',
  },
  {
    file: 'config/reach.ts',
    text: `import { clock } from '../core/clock.ts'\nexport const now = clock`,
    rule: 'config-knows-only-the-contract',
  },
  {
    file: 'config/shortcut.ts',
    text: `export { builtIns } from '../plugins/index.ts'`,
    rule: 'config-knows-only-the-contract',
  },
  {
    file: 'core/favourite.ts',
    text: `export { default } from '../plugins/crm/local/index.ts'`,
    rule: 'core-does-not-know-plugins',
  },
  {
    file: 'core/testkit/reach.ts',
    text: `export { clock } from '../clock.ts'`,
    rule: 'testkit-is-for-authors',
  },
  {
    file: 'plugins/channel/web/server.ts',
    text: `export type * from './client/page.ts'`,
    rule: 'client-runs-in-browsers',
  },
  {
    file: 'plugins/channel/web/client/value.ts',
    text: `export { color } from '../color.ts'`,
    rule: 'client-takes-types-only',
  },
  { file: 'core/test-only.ts', text: `export { fake } from '../test/fake.ts'`, rule: 'product-does-not-know-tests' },
  {
    file: 'core/dev-only.ts',
    text: `export { assert } from 'fast-check'`,
    rule: 'product-has-only-its-dependencies',
  },
  {
    file: 'core/by-accident.ts',
    text: `export { build } from 'esbuild'`,
    rule: 'product-has-only-its-dependencies',
  },
  { file: 'core/typo.ts', text: `export { clock } from './clokc.ts'`, rule: 'everything-resolves' },
]

describe('the import rules', () => {
  let folder = ''

  function lay(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), `${text}\n`)
    }
  }

  async function cruise(): Promise<readonly string[]> {
    const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const { stdout } = await runCommand(process.execPath, [cli, '--output-type', 'json', 'core', 'config', 'plugins'], {
      cwd: folder,
    })
    const result: { summary: { violations: { from: string; rule: { name: string } }[] } } = JSON.parse(stdout)
    return result.summary.violations.map(found => `${found.from}: ${found.rule.name}`).sort()
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'aiadmin-import-rules-'))
    for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
      cpSync(join(root, name), join(folder, name))
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
    lay(house)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('let through what the design allows', async () => {
    assert.deepEqual(await cruise(), [])
  })

  it('catch every way around them', async () => {
    lay({ ...round, ...Object.fromEntries(violations.map(({ file, text }) => [file, text])) })
    assert.deepEqual(await cruise(), violations.map(({ file, rule }) => `${file}: ${rule}`).sort())
  })
})
