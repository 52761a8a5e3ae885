import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createPluginLoader } from '../../../core/plugins/load.ts'
import { builtIns } from '../../fixtures/plugins/built-ins.ts'
import { runCommand } from '../../support/command.ts'

const source = `export default {
  kind: 'crm', apiVersion: 1, name: 'demo', configSchema: { type: 'object', additionalProperties: false }, create: () => ({}),
}
`
const desk = (name: string, json: object, files: Record<string, string>) => ({
  [`desk/node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', type: 'module', ...json }),
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`desk/node_modules/${name}/${path}`, text])),
})

describe('a plugin from an installed package', () => {
  let root = ''

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'aiadmin-'))
    const files: Record<string, string> = {
      ...desk('with-main', { main: './lib/plugin.js' }, { 'lib/plugin.js': source }),
      ...desk('with-index', {}, { 'index.js': source }),
      ...desk('esm-only', { exports: { '.': { types: './x.d.ts', import: './esm.js' } } }, { 'esm.js': source }),
      ...desk('conditions', { exports: { browser: './no.js', default: { node: './node.js' } } }, { 'node.js': source }),
      ...desk('@demo/scoped', { exports: './scoped.js' }, { 'scoped.js': source }),
      ...desk('no-entry', { exports: { './only-this': './index.js' } }, { 'index.js': source }),
      ...desk('needs-more', {}, { 'index.js': `import '@demo/missing/part.js'\n${source}` }),
      ...desk(
        'needs-more-commonjs',
        { type: 'commonjs' },
        { 'index.js': "require('left-out')\nmodule.exports = {}\n" },
      ),
      ...desk('waits-for-ever', {}, { 'index.js': `await new Promise(() => {})\n${source}` }),
      ...desk('changes-objects', {}, { 'index.js': `Object.prototype.shared = 1\n${source}` }),
      ...desk('is-busy', {}, { 'index.js': `for (;;) {}\n${source}` }),
      ...desk('wrong-file', {}, { 'index.js': `import './not-there.js'\n${source}` }),
      'app/node_modules/beside-the-app/package.json': JSON.stringify({ name: 'beside-the-app', type: 'module' }),
      'app/node_modules/beside-the-app/index.js': source,
    }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
  })
  after(() => rm(root, { recursive: true }))

  const load = (use: string, limit: { loadWithinMs?: number } = {}) =>
    createPluginLoader({ builtIns, appFolder: join(root, 'app'), ...limit }).load({
      use,
      kind: 'crm',
      folder: join(root, 'desk'),
    })

  for (const name of ['with-main', 'with-index', 'esm-only', 'conditions', '@demo/scoped', 'beside-the-app']) {
    it(`is loaded: ${name}`, async () => {
      const loaded = await load(`npm:${name}`)
      assert.ok('plugin' in loaded, JSON.stringify(loaded))
      assert.equal(loaded.plugin.name, 'demo')
      assert.equal(loaded.origin, 'package')
    })
  }

  it('is refused when its import never ends', async () => {
    const loaded = await load('npm:waits-for-ever', { loadWithinMs: 1 })
    assert.ok('problem' in loaded)
    assert.match(loaded.problem.message, /was not loaded within/)
  })

  it('ends the program by name when its import is busy for ever', async () => {
    const script = `
      const { createPluginLoader } = await import(${JSON.stringify(new URL('../../../core/plugins/load.ts', import.meta.url))})
      const builtIns = { channel: {}, llm: {}, storage: {}, crm: {} }
      const loader = createPluginLoader({ builtIns, appFolder: process.cwd(), loadWithinMs: 200 })
      await loader.load({ use: 'npm:is-busy', kind: 'crm', folder: process.cwd() })`
    const { code, stderr } = await runCommand(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script],
      { cwd: join(root, 'desk') },
    )
    assert.equal(code, 128, 'killed')
    assert.match(stderr, /^aiadmin: npm:is-busy was not loaded within 0\.25 s: it is busy/)
  })

  it('is refused when it gives every object a member, which is taken away again', async () => {
    const loaded = await load('npm:changes-objects')
    assert.ok('problem' in loaded)
    assert.match(loaded.problem.message, /gives every object the member shared/)
    assert.deepEqual(Object.keys(Object.prototype), [])
  })

  for (const [use, code, words] of [
    ['npm:nobody-has-this', 'AIADMIN_PLUGIN_NOT_INSTALLED', /npm install nobody-has-this/],
    ['npm:no-entry', 'AIADMIN_PLUGIN_NO_ENTRY', /exports/],
    ['npm:needs-more', 'AIADMIN_PLUGIN_DEPENDENCY_MISSING', /npm install @demo\/missing$/],
    ['npm:needs-more-commonjs', 'AIADMIN_PLUGIN_DEPENDENCY_MISSING', /npm install left-out$/],
    ['npm:wrong-file', 'AIADMIN_PLUGIN_THROWS_AT_IMPORT', /tell its author/],
    ['npm:../../etc', 'AIADMIN_PLUGIN_USE', /npm:<package>/],
    ['constructor', 'AIADMIN_PLUGIN_UNKNOWN', /local/],
  ] as const) {
    it(`is refused with ${code}: ${use}`, async () => {
      const loaded = await load(use)
      assert.ok('problem' in loaded)
      assert.equal(loaded.problem.code, code)
      assert.match(loaded.problem.hint ?? '', words)
    })
  }

  it('guesses no prefix', async () => {
    const loaded = await load('with-main')
    assert.ok('problem' in loaded)
    assert.equal(loaded.problem.code, 'AIADMIN_PLUGIN_UNKNOWN')
    assert.match(loaded.problem.hint ?? '', /npm:with-main/)
  })
})
