import { parseArgs } from 'node:util'
import type { Lifecycle, Probe } from '../contract/index.ts'
import type { Instances } from '../instances.ts'
import { examineJournal } from '../journal/examination.ts'
import { createMask } from '../log.ts'
import { secretsOf } from '../secrets.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { ALONE, finding, probe } from './probe.ts'
import { openRuntime } from './run-desk.ts'

/** What the storage says of itself, and whether the journal can be kept on it. */
async function probeJournal({ journal, journalStorage }: Instances): Promise<Probe> {
  const storage = await probe(journalStorage)
  const tables = await finding(() => examineJournal(journal, storage.ok))
  const said = [storage, tables].filter(({ ok }) => ok === (storage.ok && tables.ok)).map(({ summary }) => summary)
  const summary = [...new Set(said.filter(text => text !== ALONE))].join('; ')
  return { ok: storage.ok && tables.ok, summary }
}

/** `aiadmin doctor [file]`: asks every configured service whether it can be reached, and changes nothing of theirs. */
export async function runDoctor(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const desk = await openDesk({ argument: positionals[0] }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'silent', isInspection: true })
  if ('exitCode' in runtime) return runtime.exitCode
  const { config } = desk
  const mask = createMask(secretsOf(config))
  const { crm, llm, channels, sessionStorage } = runtime.instances
  // First, since an empty database gets its tables here, and the others may look into them.
  const journal = await probeJournal(runtime.instances)
  const services: readonly (readonly [string, Pick<Lifecycle, 'probe'>])[] = [
    ...(sessionStorage && config.storage.sessions
      ? [[`storage ${config.storage.sessions.use}`, sessionStorage] as const]
      : []),
    [`crm ${config.crm.use}`, crm],
    ...llm.map(one => [`llm ${one.instance}`, one.llm] as const),
    ...channels.map(({ configured, channel }) => [`channel ${configured.instance}`, channel] as const),
  ]
  const others = await Promise.all(services.map(async ([name, one]) => ({ name, ...(await probe(one)) })))
  const results = [{ name: `storage ${config.storage.journal.use}`, ...journal }, ...others]
  const lines = results.map(({ name, ok, summary }) => `  ${ok ? 'ok  ' : 'FAIL'}  ${name}: ${summary}`)
  io.stdout.write(`${config.company.name}\n${mask(lines.join('\n'))}\n`)
  await runtime.stop()
  const failures = results.filter(({ ok }) => !ok).length
  io.stdout.write(failures === 0 ? 'Everything answers.\n' : `${failures} of ${results.length} need a look.\n`)
  return failures === 0 ? EXIT.ok : EXIT.failure
}
