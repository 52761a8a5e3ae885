import { parseArgs } from 'node:util'
import type { Journal } from '../journal/journal.ts'
import { findListed, type ListedRow, listTroubled, requeue } from '../journal/outbox-list.ts'
import { columns } from './columns.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { openRuntime } from './run-desk.ts'

/** What is asked for. */
interface Wish {
  action: 'list' | 'show' | 'resend'
  id?: string
  file?: string
  allDead: boolean
  mayDouble: boolean
}

/** The desk's journal beside what prints. */
interface Place {
  journal: Journal
  timezone: string
  print(text: string): void
}

function readWish(args: readonly string[]): Wish {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'all-dead': { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
  })
  const [first, ...rest] = positionals
  const action = first === 'show' || first === 'resend' ? first : 'list'
  const left = first === action ? rest : positionals
  const allDead = values['all-dead']
  const takesId = action === 'show' || (action === 'resend' && !allDead)
  const [id, file] = takesId ? left : [undefined, ...left]
  if (takesId && id === undefined)
    throw new UsageError(action === 'show' ? 'show which message?' : 'send which message again?')
  if (left.length > (takesId ? 2 : 1)) throw new UsageError(`${left.at(-1)} is too much`)
  return {
    action,
    allDead,
    mayDouble: values.yes,
    ...(id !== undefined && { id }),
    ...(file !== undefined && { file }),
  }
}

/** An address by which staff recognise a client and nobody can write to them. */
function mask(address: string): string {
  return `…${address.slice(-Math.min(4, Math.floor(address.length / 2)))}`
}

function timeOf(at: number, timeZone: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone }).slice(0, 16)
}

/** What it was for: the outcome of an operation is what a client must know. */
function kindOf({ operation, message }: ListedRow): string {
  if (operation) return `outcome: ${operation.status}`
  return message.author === 'staff' ? 'message of staff' : 'reply'
}

function reasonOf({ error, status }: ListedRow): string {
  return error ?? (status === 'queued' || status === 'sending' ? 'waits' : 'unknown')
}

async function showList({ journal, timezone, print }: Place): Promise<number> {
  const rows = await listTroubled(journal)
  if (rows.length === 0) {
    print('Everything that was said has been sent.')
    return EXIT.ok
  }
  const cells = rows.map(row => [
    row.id,
    row.status,
    timeOf(row.at, timezone),
    `${row.channel} ${mask(row.address)}`,
    row.conversation,
    kindOf(row),
    reasonOf(row),
  ])
  print(columns([['message', 'state', 'since', 'channel', 'conversation', 'what it says', 'why'], ...cells]))
  print('\nOne of them in full: aiadmin outbox show <message>. Send it again: aiadmin outbox resend <message>')
  return EXIT.ok
}

function showRow(row: ListedRow, { timezone, print }: Place): number {
  const facts = [
    ['message', row.id],
    ['state', `${row.status} since ${timeOf(row.at, timezone)}, tried ${row.attempts} times`],
    ['why', reasonOf(row)],
    ['channel', `${row.channel} ${mask(row.address)}`],
    ['conversation', row.conversation],
    ['what it says', row.operation ? `${kindOf(row)} (operation ${row.operation.id})` : kindOf(row)],
    ...(row.message.template ? [['template', row.message.template]] : []),
  ]
  for (const [name = '', value = ''] of facts) print(`${name.padEnd(14)}${value}`)
  print(`\n${row.message.text}`)
  return EXIT.ok
}

/** Why a row can't be sent again as things are; undefined when it can. */
function objection({ id, status }: ListedRow, mayDouble: boolean): string | undefined {
  if (status === 'sent') return `${id} was sent; the client has it.`
  if (status === 'queued' || status === 'sending') return `${id} is on its way already.`
  if (status === 'unknown' && !mayDouble)
    return `${id} may have arrived: nobody knows. Sent again, the client may get it twice; if that is better than never, add --yes`
  return undefined
}

async function resend({ journal, print }: Place, rows: readonly ListedRow[], mayDouble: boolean): Promise<number> {
  for (const row of rows) {
    const reason = objection(row, mayDouble)
    if (reason === undefined) continue
    print(reason)
    return EXIT.failure
  }
  const queued = await requeue(journal, rows)
  for (const row of queued)
    print(`${row.id} is queued again.${row.status === 'unknown' ? ' The client may get it twice.' : ''}`)
  if (queued.length < rows.length) print(`${rows.length - queued.length} changed meanwhile; look again.`)
  if (queued.length > 0) print('A running desk sends within a second or two; otherwise the next start does.')
  return queued.length === rows.length ? EXIT.ok : EXIT.failure
}

async function answer(wish: Wish, place: Place): Promise<number> {
  const { journal, print } = place
  if (wish.action === 'list') return showList(place)
  if (wish.allDead) {
    const dead = (await listTroubled(journal)).filter(({ status }) => status === 'dead')
    if (dead.length === 0) print('Nothing is dead.')
    return resend(place, dead, wish.mayDouble)
  }
  const row = await findListed(journal, wish.id ?? '')
  if (!row) {
    print(`There is no message ${wish.id}. aiadmin outbox lists those that did not arrive.`)
    return EXIT.failure
  }
  return wish.action === 'show' ? showRow(row, place) : resend(place, [row], wish.mayDouble)
}

/** `aiadmin outbox`: what did not reach its client, and sends it again. Works beside a running desk and without one. */
export async function runOutbox(args: readonly string[], io: Io): Promise<number> {
  const wish = readWish(args)
  const desk = await openDesk({ argument: wish.file }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'silent' })
  if ('exitCode' in runtime) return runtime.exitCode
  const print = (text: string) => void io.stdout.write(`${text}\n`)
  try {
    return await answer(wish, { journal: runtime.instances.journal, timezone: desk.config.company.timezone, print })
  } finally {
    await runtime.stop()
  }
}
