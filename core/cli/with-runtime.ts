import { createMask } from '../log.ts'
import { tablePrefixOf } from '../plugins/context.ts'
import type { Runtime } from '../runtime.ts'
import { secretsOf } from '../secrets.ts'
import { type OpenedDesk, openDesk } from './desk-file.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { openRuntime } from './run-desk.ts'

/**
 * What verbs do that look into the journal: opens the desk of a configuration without serving, does the work and closes
 * it; a failure is one sentence without secrets.
 */
export async function withRuntime(
  argument: string | undefined,
  io: Io,
  work: (runtime: Runtime, desk: OpenedDesk) => Promise<number>,
): Promise<number> {
  const desk = await openDesk({ ...(argument !== undefined && { argument }) }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'silent' })
  if ('exitCode' in runtime) return runtime.exitCode
  try {
    return await work(runtime, desk)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const mask = createMask(secretsOf(desk.config))
    io.stderr.write(`aiadmin: ${mask(error instanceof Error ? error.message : String(error))}\n`)
    return EXIT.failure
  } finally {
    await runtime.stop()
  }
}

/** What the tables begin with that the configured plugins keep in the journal's database. */
export function pluginPrefixes({ config }: OpenedDesk): readonly string[] {
  return [config.crm, ...config.llm, ...config.channels].map(tablePrefixOf)
}
