import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './command.ts'

const root = join(import.meta.dirname, '../..')
const npmQuiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error']

interface Manifest {
  name: string
  version: string
  bin: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/** Our own package.json. */
export const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Packs a copy of the clone, so that a build of the clone itself is not disturbed; answers the tarball. */
export async function packProduct(folder: string): Promise<string> {
  const copy = join(folder, 'clone')
  mkdirSync(copy)
  const left = new Set(['node_modules', 'dist', '.git', 'data', 'test'])
  cpSync(root, copy, { recursive: true, filter: path => !left.has(path.slice(root.length + 1)) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
  return pack(copy, folder)
}

/** `npm pack`; answers the tarball. */
export async function pack(folder: string, destination: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand('npm', ['pack', '--pack-destination', destination], { cwd: folder })
  assert.equal(code, 0, stdout + stderr)
  return join(destination, stdout.trim().split('\n').at(-1) ?? '')
}

interface LockEntry {
  dev?: boolean
  dependencies?: Record<string, string>
}

/** What the lock file says of these packages and of all that they need. */
function locked(names: readonly string[], packages: Record<string, LockEntry>, found = new Map<string, LockEntry>()) {
  for (const name of names) {
    const path = `node_modules/${name}`
    const entry = packages[path]
    if (!entry || found.has(path)) continue
    const { dev: _, ...needed } = entry
    found.set(path, needed)
    locked(Object.keys(entry.dependencies ?? {}), packages, found)
  }
  return found
}

/**
 * Makes a folder in which our tarball stands in place of the registry's package: package.json and a lock file with the very
 * versions that this repository was tested with, so that npm need not ask the registry.
 *
 * @param beside packages of our own devDependencies that are installed too.
 */
export function lockProduct(folder: string, tarball: string, beside: readonly string[] = []): void {
  const lock: { packages: Record<string, LockEntry> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const needed = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && entry.dev !== true)
  const { name, version, bin } = manifest
  const file = join(folder, 'package.json')
  const own: { dependencies?: object; devDependencies?: object } = JSON.parse(readFileSync(file, 'utf8'))
  const others = Object.fromEntries(beside.map(other => [other, manifest.devDependencies[other] ?? '']))
  const devDependencies = { ...own.devDependencies, ...others, [name]: `file:${tarball}` }
  writeFileSync(file, JSON.stringify({ ...own, devDependencies }, null, 2))
  const packages = {
    '': { ...own, devDependencies },
    [`node_modules/${name}`]: { version, resolved: `file:${tarball}`, bin, dependencies: manifest.dependencies },
    ...Object.fromEntries(needed),
    ...Object.fromEntries(locked(beside, lock.packages)),
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
}

/** Runs npm without asking the registry for what is in its cache. */
export async function npm(folder: string, ...args: readonly string[]): Promise<string> {
  // A test runner that believes to be the child of another one prints nothing, and fails nothing.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { code, stdout, stderr } = await runCommand('npm', [...args, ...npmQuiet], { cwd: folder, env })
  assert.equal(code, 0, `npm ${args.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

/** An operator's folder in which our tarball is installed. */
export async function installProduct(tarball: string, folder: string, beside: readonly string[] = []): Promise<void> {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'salon', version: '0.0.0', private: true }))
  lockProduct(folder, tarball, beside)
  await npm(folder, 'ci')
}
