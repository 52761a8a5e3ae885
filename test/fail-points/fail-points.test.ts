import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { OutboundMessage } from '../../core/contract/index.ts'
import { FAIL_POINTS, type FailPoint } from '../../core/ledger/fail-points.ts'
import { type KilledDesk, type Mood, startKilledDesk } from './killed-desk.ts'

/** How the CRM must behave for a point to be reached. */
const MOODS: Partial<Record<FailPoint, Mood>> = {
  'ledger.unknown': { mood: 'late', immovable: false },
  'ledger.looked-up': { mood: 'late', immovable: false },
  'ledger.retrying': { mood: 'lost', immovable: false },
  'ledger.outcome-stored': { mood: 'lost', immovable: false },
  'move.booked': { mood: 'sound', immovable: true },
  'move.verified': { mood: 'sound', immovable: true },
  'move.cancelled': { mood: 'sound', immovable: true },
}

const SOUND: Mood = { mood: 'sound', immovable: false }

const hasConfirm = (message: OutboundMessage | undefined) => message?.choices?.kind === 'confirm'

function choiceOf(message: OutboundMessage | undefined, index: number): string {
  const option = message?.choices?.options[index]
  assert.ok(option, `no choice ${index} in: ${message?.text}`)
  return option.id
}

/** One client's day: books, then moves the visit. Every message is delivered twice, as providers do. */
async function bookAndMove(desk: KilledDesk): Promise<void> {
  let sent = 0
  const say = async (parts: Parameters<KilledDesk['deliver']>[1]) => {
    sent += 1
    await desk.deliver(`m${sent}`, parts)
    await desk.deliver(`m${sent}`, parts)
  }
  const text = (words: string) => say([{ type: 'text', text: words }])
  const press = async (index: number, count: number) => {
    await say([{ type: 'choice', id: choiceOf(desk.received()[count - 1], index) }])
  }
  const until = (isThere: (last: OutboundMessage | undefined) => boolean) =>
    desk.until(messages => isThere(messages.at(-1)))

  await text('I would like a manicure tomorrow')
  await until(last => last?.choices?.kind === 'times')
  await press(0, desk.received().length)
  await until(last => /name/i.test(last?.text ?? ''))
  await text('Anna, +7 916 123-45-67')
  await until(hasConfirm)
  await press(0, desk.received().length)
  await until(last => last?.visit?.status === 'booked')

  await say([{ type: 'command', command: 'my' }])
  await until(last => last?.choices?.kind === 'visits')
  await press(0, desk.received().length)
  await until(last => last?.choices?.kind === 'other')
  await press(0, desk.received().length)
  await until(last => last?.choices?.kind === 'times')
  await press(1, desk.received().length)
  await until(hasConfirm)
  await press(0, desk.received().length)
  await until(last => /Moved/.test(last?.text ?? ''))
}

interface Row {
  [column: string]: unknown
}

function checkBooks(desk: KilledDesk): { live: number; open: number; waiting: number; unsent: number } {
  const database = new DatabaseSync(join(desk.folder, 'data', 'aiadmin.sqlite'), { readOnly: true })
  const rows = (query: string): Row[] => database.prepare(query).all() as Row[]
  const appointments = rows(`select name from sqlite_master where name like 'crm_%appointment%'`)
  const table = String(appointments[0]?.['name'])
  const live = rows(`select * from ${table} where status <> 'cancelled'`).length
  const open = rows(`select id from operation where status in ('held', 'committing', 'unknown', 'staff')`).length
  const waiting = rows(
    `select message.id from message, conversation where message.conversation = conversation.id and message.seq > answered_seq and author <> 'desk'`,
  ).length
  const unsent = rows(`select id from outbox where status <> 'sent'`).length
  database.close()
  return { live, open, waiting, unsent }
}

describe('a process killed at a fail-point', { concurrency: 3, timeout: 600_000 }, () => {
  for (const point of FAIL_POINTS)
    it(`${point}: one visit, one answer, nothing forgotten`, async test => {
      const desk = await startKilledDesk(point, MOODS[point] ?? SOUND)
      test.after(() => desk.remove())
      try {
        await bookAndMove(desk)
      } finally {
        await desk.stop()
      }
      const texts = desk.received().map(message => message.text)
      const booked = texts.filter(text => text.startsWith('You are booked'))
      const moved = texts.filter(text => text.startsWith('Moved'))
      test.diagnostic(`killed ${desk.kills}×, ${texts.length} messages`)
      assert.equal(desk.kills, 1, 'the point was reached')
      assert.deepEqual(checkBooks(desk), { live: 1, open: 0, waiting: 0, unsent: 0 })
      assert.equal(booked.length, 1, texts.join('\n---\n'))
      assert.equal(moved.length, 1, texts.join('\n---\n'))
    })
})
