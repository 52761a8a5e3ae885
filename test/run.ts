// `npm test [-- files, folders or flags of node --test]`: every test of the repository, and plain words about those that were skipped.
import { type StdioOptions, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianPackage, installedNeeds, mayInstall, needs } from './support/needs.ts'
import type { Remark, Skip } from './support/remarks.ts'

const root = join(import.meta.dirname, '..')
/** No standard input: nothing here may wait for an answer. */
const quiet: StdioOptions = ['ignore', 'inherit', 'inherit']

/** Installs what is missing from Debian's packages; answers false when that failed. */
async function install(): Promise<boolean> {
  const packages: string[] = []
  for (const need of installedNeeds) if ('skip' in (await needs(need))) packages.push(debianPackage(need))
  if (packages.length === 0) return true
  console.log(`installing for the tests: ${packages.join(', ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const steps = [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]
  return steps.every(args => spawnSync('apt-get', ['-q', ...args], { env, stdio: quiet }).status === 0)
}

/** The tests see none of the settings that `.env.example` names: an operator's key must not be spent by a test. */
function testEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test' }
  const example = readFileSync(join(root, '.env.example'), 'utf8')
  for (const [, name] of example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)) if (name !== undefined) delete env[name]
  return env
}

/** Runs node's own test runner; answers its exit code, what it skipped and how each plugin kept the contract. */
function runTests(args: readonly string[]): { code: number; skipped: readonly Skip[]; conformance: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-test-'))
  const remarks = join(folder, 'remarks.jsonl')
  const given = args.some(arg => !arg.startsWith('-')) ? args : [...args, 'test']
  const files = given.map(arg =>
    statSync(join(root, arg), { throwIfNoEntry: false })?.isDirectory() ? `${arg}/**/*.test.ts` : arg,
  )
  const flags = [
    '--import=tsx',
    '--test',
    '--test-concurrency=2',
    // A test that hangs fails by name, long before CI gives up without one.
    '--test-timeout=240000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/support/remarks.ts',
    `--test-reporter-destination=${remarks}`,
  ]
  try {
    const { status } = spawnSync(process.execPath, [...flags, ...files], {
      cwd: root,
      env: testEnvironment(),
      stdio: quiet,
      // An open handle keeps a test file alive after its last test: the runner then names the file.
      timeout: 12 * 60_000,
    })
    const lines = existsSync(remarks) ? readFileSync(remarks, 'utf8').split('\n').filter(Boolean) : []
    const said: readonly Remark[] = lines.map(line => JSON.parse(line))
    return {
      code: status ?? 1,
      skipped: said.flatMap(remark => ('skip' in remark ? [remark.skip] : [])),
      conformance: said.flatMap(remark => ('conformance' in remark ? [remark.conformance] : [])),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// Where the run may install what is missing everything can be tested: there a skip is a failure.
const isStrict = mayInstall(process.env)
if (isStrict && !(await install())) {
  console.error('the programs that the tests need could not be installed')
  process.exit(1)
}
// The tests open the chat as it is now, also when they are run without the npm scripts that build it before a start.
const client = [...process.execArgv, join(root, '.ci/client.ts'), '--if-stale']
if (spawnSync(process.execPath, client, { cwd: root, stdio: quiet }).status !== 0) process.exit(1)
const { code, skipped, conformance } = runTests(process.argv.slice(2))
for (const line of conformance.toSorted()) console.log(line)
for (const { name, reason } of skipped) console.log(`skipped: ${name}: ${reason}`)
if (isStrict && skipped.length > 0) console.error('on this machine nothing may be skipped: failed')
process.exitCode = code === 0 && isStrict && skipped.length > 0 ? 1 : code
