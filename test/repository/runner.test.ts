import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runCommand } from '../support/command.ts'
import { mayInstall } from '../support/needs.ts'

const root = join(import.meta.dirname, '../..')

/** `npm test` as a person starts it: node's runner would refuse to run inside itself. */
function npmTest(fixture: string, env: NodeJS.ProcessEnv): ReturnType<typeof runCommand> {
  const args = ['--import=tsx', 'test/run.ts', `test/fixtures/runner/${fixture}`]
  const { NODE_TEST_CONTEXT: _, CI: __, AIADMIN_TEST_INSTALL: ___, ...rest } = process.env
  return runCommand(process.execPath, args, { cwd: root, env: { ...rest, ...env } })
}

describe('npm test', () => {
  it('names what it skipped and the command that gets it', async () => {
    const { code, stdout } = await npmTest('skipping.ts', {})
    assert.equal(code, 0)
    assert.match(stdout, /^ℹ pass 1$/m)
    assert.match(stdout, /^skipped: waits for a machine .*apt-get install teapot$/m)
  })

  it('fails over a skip where it may install what is missing, and only there', async () => {
    for (const env of [{ CI: 'true' }, { AIADMIN_TEST_INSTALL: '1' }]) {
      assert.equal((await npmTest('skipping.ts', env)).code, mayInstall(env) ? 1 : 0)
    }
  })

  it('counts the conformance checks of each plugin, and takes no skip amiss that its capabilities explain', async () => {
    const { code, stdout } = await npmTest('conforming.ts', { CI: 'true' })
    assert.equal(code, 0, stdout)
    assert.match(stdout, /^conformance: crm paper: 41 checks passed, 1 skipped by its capabilities$/m)
    assert.doesNotMatch(stdout, /^skipped: /m)
  })

  it('fails when a test fails', async () => {
    const { code, stdout } = await npmTest('failing.ts', {})
    assert.equal(code, 1)
    assert.match(stdout, /^ℹ fail 1$/m)
  })

  it('keeps the settings of the operator away from the tests', async () => {
    const { code, stdout } = await npmTest('curious.ts', { GEMINI_API_KEY: 'sk-of-the-operator' })
    assert.equal(code, 0, stdout)
  })
})
