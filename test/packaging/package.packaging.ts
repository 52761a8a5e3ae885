import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { runCommand } from '../support/command.ts'
import { installProduct, manifest, packProduct } from '../support/packed.ts'
import { freePort, startService } from '../support/service.ts'

const root = join(import.meta.dirname, '../..')

describe('the published package', () => {
  let folder = ''
  let tarball = ''
  let salon = ''

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aiadmin-package-'))
    tarball = await packProduct(folder)
    salon = join(folder, 'salon')
    await installProduct(tarball, salon)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  function aiadmin(...args: readonly string[]): ReturnType<typeof runCommand> {
    const env = { PATH: process.env.PATH, HOME: folder }
    return runCommand(join(salon, 'node_modules/.bin/aiadmin'), args, { cwd: salon, env })
  }

  it('has nothing that publint would mend', async () => {
    const bytes = readFileSync(tarball)
    const { messages, pkg } = await publint({
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
      strict: true,
    })
    assert.deepEqual(
      messages.map(message => formatMessage(message, pkg)),
      [],
    )
  })

  it('has types that every ES module consumer resolves', async () => {
    const attw = join(fileURLToPath(import.meta.resolve('@arethetypeswrong/cli/package.json')), '../dist/index.js')
    const { code, stdout, stderr } = await runCommand(process.execPath, [attw, tarball, '--profile', 'esm-only'])
    assert.equal(code, 0, stdout + stderr)
  })

  it('gives plugin authors the types of the contract', async () => {
    writeFileSync(
      join(salon, 'plugin.ts'),
      [
        `import type { CrmPlugin, StoragePlugin } from 'aiadmin'`,
        `export const kinds: readonly [CrmPlugin['kind'], StoragePlugin['kind']] = ['crm', 'storage']`,
        `// @ts-expect-error: a plugin has no other kind, so the type is no silent any.`,
        `export const wrong: CrmPlugin['kind'] = 'storage'`,
      ].join('\n'),
    )
    const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2023', types: [] }
    writeFileSync(join(salon, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['plugin.ts'] }))
    const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'))
    const { stdout } = await runCommand(process.execPath, [tsc], { cwd: salon })
    assert.equal(stdout, '')
  })

  it('closes every path that is not exported', async () => {
    const lines = [
      `import assert from 'node:assert/strict'`,
      `import manifest from 'aiadmin/package.json' with { type: 'json' }`,
      `import schema from 'aiadmin/schema.json' with { type: 'json' }`,
      `assert.deepEqual(Object.keys(await import('aiadmin')), [])`,
      `assert.ok(Object.keys(await import('aiadmin/hours')).length > 0)`,
      `assert.ok(Object.keys(await import('aiadmin/testkit')).length > 0)`,
      `assert.equal(schema.type, 'object')`,
      `await assert.rejects(import('aiadmin/dist/core/cli/main.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' })`,
      `console.log(manifest.version)`,
    ]
    const { stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '-e', lines.join('\n')], {
      cwd: salon,
    })
    assert.equal(stdout, `${manifest.version}\n`, stderr)
  })

  it('brings the command aiadmin', async () => {
    const { code, stdout, stderr } = await aiadmin('--version')
    assert.deepEqual({ code, stdout: stdout.trim() }, { code: 0, stdout: manifest.version }, stderr)
  })

  it('checks and serves the example, and ends with 0 on SIGTERM', async () => {
    const port = String(await freePort())
    const example = readFileSync(join(root, 'aiadmin.yaml.example'), 'utf8')
    writeFileSync(join(salon, 'aiadmin.yaml'), example.replace(/\bport: 8000\b/, `port: ${port}`))
    const { code, stdout, stderr } = await aiadmin('check')
    assert.equal(code, 0, stdout + stderr)

    const service = await startService([join(salon, 'node_modules/.bin/aiadmin'), 'start'], {
      cwd: salon,
      env: { PATH: process.env.PATH, HOME: folder },
      isReady: output => output.includes(`:${port}`),
    })
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/health`)
      assert.equal(answer.status, 200)
      // What Vite built for browsers is in the package, too.
      const script = await fetch(`http://127.0.0.1:${port}/widget.js`)
      assert.match(await script.text(), /aiadmin-chat/)
    } finally {
      service.child.kill('SIGTERM')
    }
    assert.equal(await service.exited, 0, service.output())
  })
})
