import { parseArgs } from 'node:util'
import type { Lifecycle } from '../contract/index.ts'
import { createMask } from '../log.ts'
import { secretsOf } from '../secrets.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { openRuntime } from './run-desk.ts'

const PROBE_WITHIN_MS = 15_000

async function probe(name: string, lifecycle: Pick<Lifecycle, 'probe'>): Promise<{ ok: boolean; line: string }> {
  if (!lifecycle.probe) return { ok: true, line: `  ok    ${name}: nothing outside of this program is needed` }
  const call = { signal: AbortSignal.timeout(PROBE_WITHIN_MS), deadline: Date.now() + PROBE_WITHIN_MS }
  try {
    const { ok, summary } = await lifecycle.probe(call)
    return { ok, line: `  ${ok ? 'ok  ' : 'FAIL'}  ${name}: ${summary}` }
  } catch (error) {
    return { ok: false, line: `  FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** `aiadmin doctor [file]`: asks every configured service whether it can be reached, and changes nothing. */
export async function runDoctor(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const desk = await openDesk({ argument: positionals[0] }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'silent' })
  if ('exitCode' in runtime) return runtime.exitCode
  const { config } = desk
  const mask = createMask(secretsOf(config))
  const { crm, llm, channels, journalStorage, sessionStorage } = runtime.instances
  const services: readonly (readonly [string, Pick<Lifecycle, 'probe'>])[] = [
    [`storage ${config.storage.journal.use}`, journalStorage],
    ...(sessionStorage && config.storage.sessions
      ? [[`storage ${config.storage.sessions.use}`, sessionStorage] as const]
      : []),
    [`crm ${config.crm.use}`, crm],
    ...llm.map(one => [`llm ${one.instance}`, one.llm] as const),
    ...channels.map(({ configured, channel }) => [`channel ${configured.instance}`, channel] as const),
  ]
  const results = await Promise.all(services.map(([name, lifecycle]) => probe(name, lifecycle)))
  io.stdout.write(`${config.company.name}\n${mask(results.map(({ line }) => line).join('\n'))}\n`)
  await runtime.stop()
  const failures = results.filter(({ ok }) => !ok).length
  io.stdout.write(failures === 0 ? 'Everything answers.\n' : `${failures} of ${results.length} need a look.\n`)
  return failures === 0 ? EXIT.ok : EXIT.failure
}
