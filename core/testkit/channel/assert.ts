import assert from 'node:assert/strict'
import type { ErrorCode } from '../../contract/index.ts'

/** The code of whatever was thrown. */
export function codeOf(error: unknown): string {
  const { code }: { code?: unknown } = Object(error)
  return typeof code === 'string' ? code : 'without a code'
}

/** Waits for a call that must fail, with one of these codes; answers what it threw. */
export async function assertCode(work: Promise<unknown>, codes: readonly ErrorCode[]): Promise<object> {
  const failure = await work.then(
    result => assert.fail(`it answered ${JSON.stringify(result)}; ${codes.join(' or ')} was to be thrown`),
    (error: unknown) => error,
  )
  const code = codeOf(failure)
  if (!codes.some(known => known === code))
    throw new assert.AssertionError({
      message: `thrown was ${code} (${failure instanceof Error ? failure.message : failure}); expected: ${codes.join(' or ')}`,
    })
  return Object(failure)
}
