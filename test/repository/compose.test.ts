import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { DCLinter } from 'dclint'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')

/** Whether it is right, not in which order its keys stand. The Compose schema itself is always checked. */
const rules = {
  'no-build-and-image': 0,
  'service-keys-order': 0,
  'services-alphabetical-order': 0,
  'service-dependencies-alphabetical-order': 0,
  'require-quotes-in-ports': 0,
} as const

interface LintResult {
  messages: readonly { rule: string; message: string }[]
}

function lint(path: string): string[] {
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] })
  const results: readonly LintResult[] = linter.lintFiles([path], false)
  return results.flatMap(({ messages }) => messages.map(({ rule, message }) => `${rule}: ${message}`))
}

interface Service {
  profiles?: string[]
  environment?: Record<string, string>
  volumes?: (string | { source: string; target: string; bind?: { create_host_path: boolean } })[]
}

describe('compose.yaml', () => {
  const compose: { services: Record<string, Service> } = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'))
  let folder = ''

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'aiadmin-compose-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('holds to the Compose specification', () => {
    assert.deepEqual(lint(join(root, 'compose.yaml')), [])
  })

  it('would be refused with a key that the specification does not know', () => {
    const path = join(folder, 'compose.yaml')
    writeFileSync(path, readFileSync(join(root, 'compose.yaml'), 'utf8').replace('tmpfs:', 'tempfs:'))
    assert.ok(lint(path).some(found => found.startsWith('invalid-schema')))
  })

  it('starts the desk alone, and the servers around it only when asked', () => {
    const alone = Object.entries(compose.services).filter(([, service]) => service.profiles === undefined)
    assert.deepEqual(
      alone.map(([name]) => name),
      ['aiadmin'],
    )
    const asked = Object.entries(compose.services).filter(([, service]) => service.profiles?.includes('full'))
    assert.deepEqual(
      asked.map(([name]) => name),
      ['redis', 'postgres'],
    )
  })

  it('mounts the configuration and the volume where the image looks for them', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
    for (const [name, value] of Object.entries(compose.services['aiadmin']?.environment ?? {})) {
      assert.ok(dockerfile.includes(`${name}=${value}`), `${name}=${value} stands in the Dockerfile`)
    }
    const mounts = compose.services['aiadmin']?.volumes ?? []
    assert.ok(mounts.includes('data:/data'))
    const config = mounts.find(mount => typeof mount === 'object' && mount.target === '/config/aiadmin.yaml')
    assert.ok(typeof config === 'object' && config.bind?.create_host_path === false)
  })
})
