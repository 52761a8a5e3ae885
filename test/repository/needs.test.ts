import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { needs } from '../support/needs.ts'

describe('what a test needs', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'aiadmin-needs-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('is skipped with the command that gets it', async () => {
    assert.deepEqual(await needs('redis', folder), {
      skip: 'redis is not installed; on Debian: apt-get install redis-server',
    })
  })

  it('is a program that can be run, wherever on the PATH', async () => {
    const program = join(folder, 'redis-server')
    writeFileSync(program, '#!/bin/sh\n')
    chmodSync(program, 0o644)
    assert.ok('skip' in (await needs('redis', `:/nowhere:${folder}`)))
    chmodSync(program, 0o755)
    assert.deepEqual(await needs('redis', `:/nowhere:${folder}`), { path: program })
  })
})
