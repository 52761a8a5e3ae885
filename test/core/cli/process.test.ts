import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runCommand } from '../../support/command.ts'
import { run } from './terminal.ts'

const root = join(import.meta.dirname, '../../..')

describe('the command line as a process', () => {
  it('ends without a word when the reader of a pipe has seen enough', async () => {
    const command = `"${process.execPath}" --import=tsx core/cli/aiadmin.ts schema | head -n 1`
    const { stdout, stderr } = await runCommand('sh', ['-c', command], { cwd: root })
    assert.deepEqual({ stdout, stderr }, { stdout: '{\n', stderr: '' })
  })

  it('names the command that starts the desk where it was called', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-cli-'))
    try {
      const inClone = await run(['init', 'a.yaml', '--name=A'], folder, { env: { npm_lifecycle_event: 'aiadmin' } })
      assert.match(inClone.stdout, /next: npm start\n$/)
      const installed = await run(['init', 'b.yaml', '--name=B'], folder)
      assert.match(installed.stdout, /next: aiadmin start\n$/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
