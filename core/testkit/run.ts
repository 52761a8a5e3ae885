import { test } from 'node:test'
import type { Kind } from '../contract/index.ts'
import { type Check, type CheckResult, createRun, type Suite } from './check.ts'
import { checksAfter, checksBefore } from './common-checks.ts'
import type { Subject } from './subject.ts'

/** All checks of a suite in the order in which they run: what slipped into the log is looked at last. */
export function checksOf<K extends Kind>(suite: Suite<K>): readonly Check<K>[] {
  return [...checksBefore<K>(), ...suite.checks, ...checksAfter<K>()]
}

/** Registers a test with one subtest for each check. Nothing of it can be switched off. */
export function registerSuite<K extends Kind>(suite: Suite<K>, subject: Subject<K>): void {
  const who = `${suite.kind} ${subject.plugin.name}`
  test(`${who} keeps the contract`, async t => {
    const run = createRun(suite, subject, checksOf(suite))
    const counts = { passed: 0, failed: 0, skipped: 0 }
    for (const check of run.checks) {
      let isOver = false
      await t.test(check.title, async t => {
        const result = await run.perform(check)
        const { outcome, reason, error } = result
        isOver = endsRun(check, result)
        counts[outcome] += 1
        if (outcome === 'failed') throw error
        if (outcome === 'skipped') t.skip(`${CAPABILITY_SKIP}${reason}`)
      })
      if (isOver) break
    }
    const { passed, failed, skipped } = counts
    const failures = failed > 0 ? ` ${failed} failed,` : ''
    t.diagnostic(`conformance: ${who}: ${passed} checks passed,${failures} ${skipped} skipped by its capabilities`)
  })
}

/** How the reason of every skip begins: the plugin itself declares that it can't do this. */
const CAPABILITY_SKIP = 'by its capabilities: '

/** The same without node's test runner: every check's result. */
export async function runSuite<K extends Kind>(
  suite: Suite<K>,
  subject: Subject<K>,
  checks: readonly Check<K>[] = checksOf(suite),
): Promise<readonly CheckResult[]> {
  const run = createRun(suite, subject, checks)
  const results: CheckResult[] = []
  for (const check of run.checks) {
    const result = await run.perform(check)
    results.push(result)
    if (endsRun(check, result)) break
  }
  return results
}

const endsRun = <K extends Kind>({ isVital }: Check<K>, { outcome }: CheckResult) =>
  isVital === true && outcome === 'failed'
