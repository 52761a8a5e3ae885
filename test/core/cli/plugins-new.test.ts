import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { run } from './terminal.ts'

const clone = join(import.meta.dirname, '../../..')

describe('aiadmin plugins new', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-new-'))
  })
  afterEach(async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
  })
  after(() => rm(folder, { recursive: true }))

  for (const kind of ['channel', 'llm', 'storage', 'crm'])
    it(`writes a whole package: ${kind}`, async () => {
      const { code, stdout } = await run(['plugins', 'new', kind, 'fresh-salon'], folder)
      assert.equal(code, 0)
      const name = `aiadmin-${kind}-fresh-salon`
      assert.ok(stdout.startsWith(`wrote ${join(folder, name)}\n`), stdout)
      assert.deepEqual(await readdir(folder), [name])
      const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true })
      const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
      const texts = new Map<string, string>()
      for (const file of files) texts.set(file.slice(join(folder, name).length + 1), await readFile(file, 'utf8'))
      const expected = ['.gitignore', '.github/workflows/test.yml', 'LICENSE', 'README.md', 'package.json']
      for (const path of [...expected, 'src/index.ts', 'test/conformance.test.ts', 'tsconfig.json'])
        assert.ok(texts.has(path), path)
      for (const [path, text] of texts)
        assert.doesNotMatch(text, /[Aa]cme|ACME|KIND|EXAMPLE|contract\/index|testkit\/index/, path)
      assert.match(texts.get('src/index.ts') ?? '', /name: 'fresh-salon'/)
      assert.match(texts.get('README.md') ?? '', new RegExp(`use: npm:${name}`))
      const manifest = JSON.parse(texts.get('package.json') ?? '')
      assert.equal(manifest.name, name)
      assert.ok(manifest.keywords.includes('aiadmin-plugin'))
      assert.equal(manifest.dependencies, undefined)
      assert.equal(manifest.peerDependencies, undefined)
    })

  it('tells in a clone how the new package gets an aiadmin that is not on npm', async () => {
    const { stdout } = await run(['plugins', 'new', 'crm', 'fresh'], folder)
    const { version } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8'))
    const own = join(folder, 'aiadmin-crm-fresh')
    const tarball = join(clone, `aiadmin-${version}.tgz`)
    const next = `next:\n  cd ${clone} && npm pack\n  cd ${own} && npm install -D ${tarball} && npm test\n`
    assert.equal(stdout, `wrote ${own}\n${next}`)
    assert.match(await readFile(join(own, 'README.md'), 'utf8'), /run `npm pack` in a clone/)
  })

  it('quotes a path with a blank', async () => {
    const place = join(folder, 'my plugins')
    await mkdir(place)
    const { stdout } = await run(['plugins', 'new', 'crm', 'fresh'], place)
    assert.ok(stdout.includes(`cd "${join(place, 'aiadmin-crm-fresh')}" && npm`), stdout)
  })

  it('writes where npm run was called, not into the clone that it goes to', async () => {
    const { code, stdout } = await run(['plugins', 'new', 'crm', 'fresh'], clone, { env: { INIT_CWD: folder } })
    assert.equal(code, 0)
    assert.ok(stdout.startsWith(`wrote ${join(folder, 'aiadmin-crm-fresh')}\n`), stdout)
    assert.deepEqual(await readdir(folder), ['aiadmin-crm-fresh'])
  })

  it('minds no npm run further out, from which a person has gone elsewhere', async () => {
    await run(['plugins', 'new', 'crm', 'fresh'], folder, { env: { INIT_CWD: join(folder, 'long-ago') } })
    assert.deepEqual(await readdir(folder), ['aiadmin-crm-fresh'])
  })

  it('says in its help where it writes', async () => {
    const { stdout } = await run(['plugins', '--help'], folder)
    assert.match(stdout, /new folder aiadmin-<kind>-<name> where the command is called/)
  })

  for (const [what, args, said] of [
    ['nothing', [], /which kind/],
    ['no name', ['crm'], /what is its name/],
    ['a kind that there is not', ['crn', 'fresh'], /there is no kind "crn": channel, llm, storage or crm/],
    ['capital letters', ['crm', 'Fresh'], /"Fresh" is no name for a package/],
    ['a blank', ['crm', 'fresh salon'], /is no name for a package/],
    ['a way out of the folder', ['crm', '../fresh'], /is no name for a package/],
    ['a scope', ['crm', '@me/fresh'], /is no name for a package/],
    ['nothing but a dash', ['crm', '-'], /is no name for a package/],
    ['two dashes', ['crm', 'fresh--salon'], /is no name for a package/],
    ['the prefix', ['crm', 'aiadmin-crm-fresh'], /give what follows it/],
    ['more than npm takes', ['crm', 'x'.repeat(203)], /npm allows 214 characters/],
    ['two names', ['crm', 'fresh', 'salon'], /what is "salon"/],
    ['an option that there is not', ['crm', 'fresh', '--force'], /--force/],
  ] as const)
    it(`ends with 64 and writes nothing: ${what}`, async () => {
      const { code, stdout, stderr } = await run(['plugins', 'new', ...args], folder)
      assert.equal(code, 64, stdout)
      assert.match(stderr, said)
      assert.match(stderr, /usage: aiadmin plugins/)
      assert.deepEqual(await readdir(folder), [])
    })

  it('leaves an existing folder as it is', async () => {
    const existing = join(folder, 'aiadmin-crm-fresh')
    await mkdir(existing)
    await writeFile(join(existing, 'README.md'), 'mine')
    const { code, stderr } = await run(['plugins', 'new', 'crm', 'fresh'], folder)
    assert.equal(code, 64)
    assert.match(stderr, /aiadmin-crm-fresh is already there and stays as it is/)
    assert.deepEqual(await readdir(existing), ['README.md'])
    assert.equal(await readFile(join(existing, 'README.md'), 'utf8'), 'mine')
  })

  it('leaves an existing file of that name as it is', async () => {
    await writeFile(join(folder, 'aiadmin-crm-fresh'), 'mine')
    assert.equal((await run(['plugins', 'new', 'crm', 'fresh'], folder)).code, 64)
    assert.equal(await readFile(join(folder, 'aiadmin-crm-fresh'), 'utf8'), 'mine')
  })

  it('ends with 1 and says why when nothing can be written', async () => {
    await writeFile(join(folder, 'no-folder'), '')
    const { code, stderr } = await run(['plugins', 'new', 'crm', 'fresh'], join(folder, 'no-folder'))
    assert.equal(code, 1)
    assert.match(stderr, /^aiadmin: aiadmin-crm-fresh could not be written, nothing of it is left: ENOTDIR/)
  })
})
