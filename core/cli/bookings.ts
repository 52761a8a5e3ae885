import { parseArgs } from 'node:util'
import type { Runtime } from '../runtime.ts'
import { describeOperation, listOperations } from './bookings-text.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { openRuntime } from './run-desk.ts'

/** What `bookings` is to do. */
type Task =
  | { kind: 'list'; all: boolean }
  | { kind: 'show'; id: string }
  | { kind: 'resolve'; id: string; isDone: boolean; appointmentId?: string }

function taskOf(args: readonly string[]): { task: Task; file: string | undefined } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      booked: { type: 'boolean' },
      'not-booked': { type: 'boolean' },
      'crm-id': { type: 'string' },
    },
  })
  const [first = 'list'] = positionals
  const isVerb = first === 'list' || first === 'show' || first === 'resolve'
  const verb = isVerb ? first : 'list'
  const left = isVerb ? positionals.slice(1) : positionals
  if (!isVerb && left.length > 1) throw new UsageError(`bookings has no "${first}"`)
  const [id, file, ...more] = verb === 'list' ? [undefined, ...left] : left
  if (more.length > 0) throw new UsageError(`${more[0]} is too much`)
  if (verb === 'list') return { task: { kind: 'list', all: values.all === true }, file }
  if (id === undefined) throw new UsageError(`bookings ${verb} needs an id`)
  if (verb === 'show') return { task: { kind: 'show', id }, file }
  if (values.booked === values['not-booked'])
    throw new UsageError('say what you found out: --booked (it took place) or --not-booked (it did not)')
  const appointmentId = values['crm-id']
  if (appointmentId !== undefined && !values.booked) throw new UsageError('--crm-id goes with --booked')
  const isDone = values.booked === true
  return { task: { kind: 'resolve', id, isDone, ...(appointmentId !== undefined && { appointmentId }) }, file }
}

const WHY_NOT = {
  unknown: 'there is no operation with this id; aiadmin bookings lists those that are open',
  part: 'this is a part of a move; resolve the move itself',
  settled: 'this is settled already; nothing was changed',
  writing: 'this is being written to the CRM at this moment; look again in a minute',
  no_such_visit: 'the CRM has no visit with this --crm-id; nothing was changed',
  cancelled_visit: 'that visit is cancelled in the CRM; nothing was changed. If it did not take place: --not-booked',
} as const

async function resolve(runtime: Runtime, task: Extract<Task, { kind: 'resolve' }>, io: Io): Promise<number> {
  const { reception } = runtime
  // The names of services and people are written down with the visit.
  await reception.prepare()
  const { id, isDone, appointmentId } = task
  const decided = await reception.ledger.decideByHand(id, {
    isDone,
    ...(appointmentId !== undefined && { appointmentId }),
  })
  if ('refused' in decided) {
    const status = decided.operation ? ` (${decided.operation.kind}, ${decided.operation.status})` : ''
    io.stderr.write(`aiadmin: ${id}${status}: ${WHY_NOT[decided.refused]}\n`)
    return EXIT.failure
  }
  const { operation, isKnownToCrm } = decided
  io.stdout.write(
    `${id}: ${operation.status}. The time that was kept for it is given free; the client is told by the desk.\n`,
  )
  if (isDone && !isKnownToCrm && operation.kind === 'book')
    io.stdout.write(
      'The visit was not found in the CRM: the client cannot move or cancel it here. With its id there, resolve with --crm-id.\n',
    )
  if (!isDone) io.stdout.write('If the CRM has it after all, cancel it there: nobody looks for it any more.\n')
  return EXIT.ok
}

/** `aiadmin bookings`: what became of bookings, moves and cancellations, and a person's word where nobody else can tell. */
export async function runBookings(args: readonly string[], io: Io): Promise<number> {
  const { task, file } = taskOf(args)
  const desk = await openDesk({ argument: file }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'silent' })
  if ('exitCode' in runtime) return runtime.exitCode
  const { journal } = runtime.instances
  try {
    if (task.kind === 'resolve') return await resolve(runtime, task, io)
    const text = await (task.kind === 'list'
      ? listOperations(journal, { all: task.all, timezone: desk.config.company.timezone })
      : describeOperation(journal, desk.config, task.id))
    if (text === undefined) {
      io.stderr.write(`aiadmin: ${WHY_NOT.unknown}\n`)
      return EXIT.failure
    }
    io.stdout.write(`${text}\n`)
    return EXIT.ok
  } finally {
    await runtime.stop()
  }
}
