import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parse, stringify } from 'yaml'
import type { Kind } from '../../core/contract/index.ts'
import { runCommand } from '../support/command.ts'
import { installProduct, lockProduct, npm, pack, packProduct } from '../support/packed.ts'
import { startService } from '../support/service.ts'

/** One of each kind; in one desk they must have names of their own. */
const NAMES: Readonly<Record<Kind, string>> = {
  crm: 'fresh-salon',
  channel: 'pigeon-post',
  llm: 'oracle2',
  storage: 'top-shelf',
}
const KINDS: readonly Kind[] = ['crm', 'channel', 'llm', 'storage']
const packageOf = (kind: Kind) => `aiadmin-${kind}-${NAMES[kind]}`

describe('what aiadmin plugins new writes', () => {
  let folder = ''
  let product = ''
  /** The program, with what authors need beside it. */
  let app = ''
  /** As in the container: the configuration and the plugins lie apart from the program. */
  let config = ''
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aiadmin-scaffold-'))
    product = await packProduct(folder)
    app = join(folder, 'app')
    await installProduct(product, app, ['typescript', '@types/node'])
    config = join(folder, 'config')
    mkdirSync(config)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const command = () => join(app, 'node_modules/.bin/aiadmin')
  const readmeOf = (own: string) => readFileSync(join(own, 'README.md'), 'utf8')
  /** All but one are written beside the program and find its packages; the first is alone in an empty folder. */
  const placeOf = (kind: Kind) => (kind === 'crm' ? folder : app)

  for (const kind of KINDS)
    it(`is sound: ${kind}`, async () => {
      const place = placeOf(kind)
      const { code, stderr } = await runCommand(command(), ['plugins', 'new', kind, NAMES[kind]], { cwd: place })
      assert.equal(code, 0, stderr)
      const own = join(place, packageOf(kind))
      if (place === folder) {
        lockProduct(own, product, ['typescript', '@types/node'])
        await npm(own, 'install')
      }
      const tests = await npm(own, 'test')
      assert.match(tests, new RegExp(`conformance: ${kind} ${NAMES[kind]}: [1-9]\\d* checks passed`))
      await npm(own, 'run', 'check')
      const tarball = await pack(own, folder)
      const { stdout } = await runCommand('tar', ['--list', '--file', tarball])
      const files = stdout.trim().split('\n')
      const published = /^package\/(dist\/[\w-]+\.js|LICENSE|README\.md|package\.json)$/
      assert.deepEqual(
        files.filter(name => !published.test(name)),
        [],
      )
    })

  it('is installed and run as its README says, all four kinds in one desk', async () => {
    const desk: Record<string, unknown> = {
      version: 1,
      company: {
        ...{ name: 'Mirabelle', timezone: 'Europe/London', locale: 'en', currency: 'GBP' },
        hours: { 'mon-sun': '10:00-20:00' },
      },
      server: { host: '127.0.0.1', port: 0 },
    }
    for (const kind of KINDS) {
      const readme = readmeOf(join(placeOf(kind), packageOf(kind)))
      Object.assign(desk, parse(/```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''))
      const [, line = ''] = /^RUN npm (.*)$/m.exec(readme) ?? []
      const tarball = join(folder, `${packageOf(kind)}-0.1.0.tgz`)
      const args = line.replace('/config', config).replace(`${packageOf(kind)}@0.1.0`, tarball)
      await npm(config, ...args.split(' '))
    }
    const yaml = stringify(desk)
    writeFileSync(join(config, 'aiadmin.yaml'), yaml)
    const variables = [...yaml.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)
    assert.ok(variables.includes('FRESH_SALON_TOKEN'))
    const env = {
      ...Object.fromEntries(variables.map(name => [name, `a-made-up-value-of-${name}`])),
      ...{ PATH: process.env.PATH, HOME: folder },
    }
    const checked = await runCommand(command(), ['check'], { cwd: config, env })
    assert.equal(checked.code, 0, checked.stdout + checked.stderr)
    const { stdout } = await runCommand(command(), ['plugins', 'list'], { cwd: config, env })
    for (const kind of KINDS)
      assert.match(
        stdout,
        new RegExp(`^${kind} +${NAMES[kind]} +\\d\\.\\d\\.\\d .*\n(?: .*\n)*? +use: npm:${packageOf(kind)}$`, 'm'),
      )

    const address = /http:\/\/127\.0\.0\.1:\d+/
    const service = await startService([command(), 'start'], {
      cwd: config,
      env,
      isReady: output => address.test(output),
    })
    try {
      const ready = await fetch(`${address.exec(service.output())?.[0]}/readyz`)
      assert.equal(ready.status, 200, service.output())
      const { instances }: { instances: Record<string, unknown> } = JSON.parse(await ready.text())
      for (const name of ['crm', 'pigeon-post', 'oracle2']) assert.ok(Object.hasOwn(instances, name), name)
    } finally {
      service.child.kill('SIGTERM')
    }
    assert.equal(await service.exited, 0, service.output())
  })
})
