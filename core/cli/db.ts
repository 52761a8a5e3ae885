import { parseArgs } from 'node:util'
import { type DatabaseFacts, readDatabaseFacts } from '../journal/database-facts.ts'
import { NEWER } from '../journal/examination.ts'
import type { Journal } from '../journal/journal.ts'
import { readSchemaState, type SchemaState } from '../journal/schema-state.ts'
import { createMask } from '../log.ts'
import { secretsOf } from '../secrets.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { openRuntime } from './run-desk.ts'

const MEGABYTE = 2 ** 20
/** Less is the way that the answer takes. */
const CLOCK_SAME_MS = 1_000

/** `aiadmin db status|migrate [file]`: the tables of the journal. */
export async function runDb(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const [action, argument] = positionals
  if (action !== 'status' && action !== 'migrate')
    throw new UsageError(action === undefined ? 'which action?' : `db cannot "${action}"`)
  const desk = await openDesk({ argument }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'silent', isInspection: true })
  if ('exitCode' in runtime) return runtime.exitCode
  const { use } = desk.config.storage.journal
  const { journal } = runtime.instances
  try {
    return action === 'status' ? await showStatus(journal, use, io) : await migrate(journal, io)
  } catch (error) {
    const mask = createMask(secretsOf(desk.config))
    io.stderr.write(`aiadmin: ${mask(error instanceof Error ? error.message : String(error))}\n`)
    return EXIT.failure
  } finally {
    await runtime.stop()
  }
}

async function showStatus(journal: Journal, use: string, io: Io): Promise<number> {
  const schema = await readSchemaState(journal)
  const facts = await readDatabaseFacts(journal)
  const lines = [
    `store          ${use}, ${(facts.bytes / MEGABYTE).toFixed(1)} MB`,
    `schema         ${schema.applied.at(-1) ?? 'none yet'}${describeSchema(schema)}`,
    ...describeClock(facts),
    ...(schema.applied.length > 0 ? describeCounts(facts) : []),
  ]
  io.stdout.write(`${lines.join('\n')}\n`)
  return schema.pending.length + schema.unknown.length === 0 ? EXIT.ok : EXIT.failure
}

function describeSchema({ pending, unknown }: SchemaState): string {
  if (unknown.length > 0) return `; ${NEWER}`
  if (pending.length > 0) return `; pending: ${pending.join(', ')}; run: aiadmin db migrate`
  return ', up to date'
}

function describeClock({ clockAheadMs }: DatabaseFacts): readonly string[] {
  if (clockAheadMs === undefined) return []
  const apart = Math.abs(clockAheadMs)
  if (apart < CLOCK_SAME_MS) return ["clock          the same as this machine's"]
  const seconds = (apart / 1_000).toFixed(1)
  return [
    `clock          ${seconds} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine's; let both keep their time by NTP`,
  ]
}

function describeCounts({ counts }: DatabaseFacts): readonly string[] {
  const tell = (count: number | undefined) => count ?? 'unknown'
  return [
    `conversations  ${tell(counts.conversations)}`,
    `messages       ${tell(counts.messages)}`,
    `visits         ${tell(counts.visits)}, still to come: ${tell(counts.upcomingVisits)}`,
    `waiting        clients for an answer: ${tell(counts.waitingAnswers)}, messages to be sent: ${tell(counts.unsentMessages)}, bookings to be cleared up: ${tell(counts.unclearBookings)}`,
  ]
}

async function migrate(journal: Journal, io: Io): Promise<number> {
  const { pending, unknown } = await readSchemaState(journal)
  if (unknown.length > 0) {
    io.stderr.write(`aiadmin: ${NEWER}\n`)
    return EXIT.config
  }
  await journal.migrate()
  io.stdout.write(pending.length === 0 ? 'The tables are up to date.\n' : `Applied: ${pending.join(', ')}.\n`)
  return EXIT.ok
}
