import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runCommand } from '../support/command.ts'

const root = join(import.meta.dirname, '../..')
const manifest: { engines: { node: string } } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Runs the entry as the given Node would: the process says of itself that it is that version. */
function runAs(version: string, ...args: readonly string[]): ReturnType<typeof runCommand> {
  const disguise = `
    const versions = { ...process.versions, node: '${version}' }
    const disguised = Object.create(process, { version: { value: 'v${version}' }, versions: { value: versions } })
    Object.defineProperty(globalThis, 'process', { value: disguised })
    // What is set on the disguise must reach the process itself.
    process.on('exit', () => { Object.getPrototypeOf(process).exitCode = disguised.exitCode })`
  const preload = `--import=data:text/javascript,${encodeURIComponent(disguise)}`
  const entry = join(root, 'core/cli/aiadmin.ts')
  return runCommand(process.execPath, [preload, '--import=tsx', entry, ...args], { cwd: root })
}

describe('a Node that is too old', () => {
  for (const version of ['18.20.8', '20.20.2', '22.18.0']) {
    it(`${version} reads one sentence that names the cure`, async () => {
      const { code, stdout, stderr } = await runAs(version, '--version')
      assert.deepEqual(
        { code, stdout, lines: stderr.trim().split('\n').length },
        { code: 1, stdout: '', lines: 1 },
        stderr,
      )
      assert.match(stderr, new RegExp(`needs Node 22\\.19 or newer, this is v${version}.*npm ci`))
    })
  }

  it('is one below the floor that package.json names', async () => {
    assert.equal(manifest.engines.node, '>=22.19')
    const { code, stderr } = await runAs('22.19.0', '--version')
    assert.equal(code, 0, stderr)
  })
})
