// `npm test [-- files, folders or flags of node --test]`: every test of the repository, and plain words about those that were skipped.
import { type StdioOptions, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { debianPackage, installedNeeds, mayInstall, needs } from './support/needs.ts'
import type { Remark } from './support/remarks.ts'
import { groupsOf, runGroups } from './support/test-groups.ts'

const root = join(import.meta.dirname, '..')
/** No standard input: nothing here may wait for an answer. */
const quiet: StdioOptions = ['ignore', 'inherit', 'inherit']
const COUNTS = ['passed', 'failed', 'skipped'] as const

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
  // What is compiled once need not be compiled in each of the many processes that tests start.
  const cache = join(root, 'node_modules/.cache/compiled-for-tests')
  const env: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: cache, ...process.env, NODE_ENV: 'test' }
  const example = readFileSync(join(root, '.env.example'), 'utf8')
  for (const [, name] of example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)) if (name !== undefined) delete env[name]
  return env
}

/** Runs node's own test runner over groups of files; answers what it says in the end. */
async function runTests(args: readonly string[]): Promise<{ isGreen: boolean; remarks: readonly Remark[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-test-'))
  const given = args.filter(arg => !arg.startsWith('-'))
  const groups = groupsOf(given.length > 0 ? given : ['test'])
  const fileOf = (index: number) => join(folder, `remarks-${index}.jsonl`)
  const flagsOf = (index: number) => [
    // A test that hangs fails by name, long before CI gives up without one.
    '--test-timeout=240000',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./test/support/remarks.ts',
    `--test-reporter-destination=${fileOf(index)}`,
    ...args.filter(arg => arg.startsWith('-')),
  ]
  try {
    const codes = await runGroups(groups, flagsOf, testEnvironment())
    const remarks = groups.flatMap((_, index) => readFileSync(fileOf(index), 'utf8').split('\n').filter(Boolean))
    return { isGreen: codes.every(code => code === 0), remarks: remarks.map(line => JSON.parse(line)) }
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
const began = Date.now()
const { isGreen, remarks } = await runTests(process.argv.slice(2))
const texts: string[] = []
const total = { passed: 0, failed: 0, skipped: 0 }
let isSkipping = false
for (const remark of remarks) {
  if (remark.kind === 'conformance') texts.push(remark.text)
  else if (remark.kind === 'failed') texts.push(`failed: ${remark.name} (${relative(root, remark.file)})`)
  else if (remark.kind === 'counts') for (const name of COUNTS) total[name] += remark[name]
  else {
    isSkipping = true
    texts.push(`skipped: ${remark.name}: ${remark.reason}`)
  }
}
for (const text of texts.toSorted()) console.log(text)
const minutes = ((Date.now() - began) / 60_000).toFixed(1)
console.log(`${COUNTS.map(name => `${total[name]} ${name}`).join(', ')} in ${minutes} minutes`)
if (isStrict && isSkipping) console.error('on this machine nothing may be skipped: failed')
process.exitCode = isGreen && !(isStrict && isSkipping) ? 0 : 1
