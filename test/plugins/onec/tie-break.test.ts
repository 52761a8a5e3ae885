import assert from 'node:assert/strict'
import { it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Slot } from '../../../core/contract/index.ts'
import { startOnec } from '../../fakes/onec/index.ts'
import { type LateStand, testLateBooking } from '../../support/late-booking.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'
import { until } from '../../support/until.ts'
import { OLGA, openSalon, optionsFor, VISITS } from './salon.ts'

async function open(
  test: TestContext,
  options?: Parameters<typeof openSalon>[1],
): Promise<LateStand & { again(): Promise<unknown> }> {
  const { crm, call, endable, book, fake, slots, newKey } = await openSalon(test, options)
  const found = await slots()
  const [slot] = found
  const other = found.find(
    one => one.start > (slot?.end ?? '') && one.parts[0]?.employeeId === slot?.parts[0]?.employeeId,
  )
  assert.ok(slot && other)
  const draft = { slot, client: OLGA, key: newKey() }
  const timeOf = ({ start, end }: Slot) => ({ Начало: start.slice(0, 19), Окончание: end.slice(0, 19) })
  const take = (at: Slot, more: object = {}) =>
    void book.add(VISITS, { ...timeOf(at), Сотрудник_Key: at.parts[0]?.employeeId, ...more })
  const isOurs = (row: { [field: string]: unknown }) =>
    [row['Комментарий'], row['КлючЗаписи']].join().includes(draft.key)
  const ours = () => book.rows(VISITS).find(isOurs) ?? assert.fail('our visit is in the book')
  return {
    draft,
    other,
    take,
    look: query => crm.listAppointments(query, call()),
    again: () => crm.createAppointment(draft, call()),
    async lose(rival) {
      const { call: given, end } = endable()
      fake.moods.afterWrite = () => {
        fake.moods.afterWrite = undefined
        if (rival) take(slot, { DeletionMark: rival === 'over' })
        end()
      }
      await assert.rejects(crm.createAppointment(draft, given))
    },
    drag: at => book.change(ours(), VISITS, timeOf(at)),
    double: () => void book.add(VISITS, ours()),
    held: () =>
      book
        .rows(VISITS)
        .filter(row => row['DeletionMark'] !== true)
        .map(row => (isOurs(row) ? 'ours' : 'staff')),
  }
}

// References have no order: whoever else is there stays.
testLateBooking('1C', { earlier: false, later: false, over: true }, test => open(test))

it('a booking of 1C that is taken back loses a key that has a field of its own', async test => {
  const { draft, lose, look, held } = await open(test, {
    change: options => ({ ...options, visit: { key: 'КлючЗаписи' } }),
  })
  await lose('earlier')
  for (let times = 0; times < 2; times += 1) assert.deepEqual(await look({ key: draft.key, draft }), [])
  assert.deepEqual(held(), ['staff'])
})

it('a booking of 1C that is written again gives way, too, when its first answer was lost', async test => {
  const { lose, again, held } = await open(test)
  await lose('earlier')
  await assert.rejects(again(), { code: 'slot_taken' })
  assert.deepEqual(held(), ['staff'])
})

it('a client whose booking came second in 1C hears that the time has just been taken, and of others', {
  timeout: 60_000,
}, async test => {
  let now = () => Date.parse(MONDAY)
  const { url, book, moods, close } = await startOnec({ now: () => now(), company: { timezone: 'Europe/Moscow' } })
  test.after(close)
  const use = fileURLToPath(new URL('../../../plugins/crm/onec/index.ts', import.meta.url))
  const desk = await startDesk({ config: { crm: { use, with: optionsFor(url) } } })
  test.after(() => desk.stop())
  now = desk.clock.now
  moods.afterWrite = () => {
    moods.afterWrite = undefined
    book.add(VISITS, { ...book.rows(VISITS)[0], Комментарий: 'По телефону' })
    // Nobody gets in to look again.
    moods.licences = 0
  }
  const olga = desk.client('olga')
  await olga.says('Хочу записаться на стрижку к Борису завтра в 12:00, меня зовут Ольга, +7 916 123-45-67')
  const unsure = await olga.presses('Подтвердить')
  assert.match(unsure.text, /Проверяю, прошла ли запись/)
  moods.licences = 20

  const { db } = desk.runtime.instances.journal
  await until(async () => {
    const look = await db.selectFrom('work').selectAll().where('kind', '=', 'reconcile').executeTakeFirst()
    if (look?.lease_until === 0) desk.clock.advance(Math.max(0, look.due_at - desk.clock.now()))
    const { status } = await db.selectFrom('operation').select('status').executeTakeFirstOrThrow()
    return status === 'slot_taken'
  })
  const told = await olga.reads()
  assert.match(told.text, /только что заняли/)
  assert.ok(told.labels.includes('13:00') && !told.labels.includes('12:00'), told.labels.join())
  assert.deepEqual(
    book.rows(VISITS).map(row => [row['Комментарий'], row['DeletionMark']]),
    [
      ['', true],
      ['По телефону', false],
    ],
  )
})
