import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '../..')

/** The top level is the first page that a newcomer reads: nothing is added to it without thinking. */
const topLevel = new Set([
  ...['core', 'config', 'plugins', 'test', 'docs'],
  ...['README.md', 'README.ru.md', 'CHANGELOG.md', 'LICENSE', 'aiadmin.yaml.example'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'biome.json', 'knip.json'],
  ...['Dockerfile', 'compose.yaml'],
])

describe('the repository', () => {
  it('has nothing unexpected at its top level', () => {
    const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n')
    const ignored = lines.map(line => line.replace(/^\/|\/$/g, '')).filter(line => line !== '')
    const entries = readdirSync(root).filter(name => !name.startsWith('.'))
    const unexpected = entries.filter(name => !topLevel.has(name) && !ignored.some(glob => matchesGlob(name, glob)))
    assert.deepEqual(unexpected, [])
  })

  it('installs exact versions only', () => {
    const manifest: Record<'dependencies' | 'devDependencies', Record<string, string>> = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name)
    }
  })
  it('locks the packages of every platform, without which npm ci refuses to begin', () => {
    const { packages }: { packages: Record<string, { optionalDependencies?: Record<string, string> }> } = JSON.parse(
      readFileSync(join(root, 'package-lock.json'), 'utf8'),
    )
    const locked = Object.keys(packages)
    for (const [path, entry] of Object.entries(packages)) {
      for (const name of Object.keys(entry.optionalDependencies ?? {})) {
        assert.ok(
          locked.some(other => other.endsWith(`node_modules/${name}`)),
          `${name}, an option of ${path}`,
        )
      }
    }
  })
})
