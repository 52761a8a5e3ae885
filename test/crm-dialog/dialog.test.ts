import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runCommand } from '../support/command.ts'
import { SEVEN_CRMS } from '../support/seven-crms.ts'
import { playDialog } from './dialog.ts'

const NOON = '2026-11-24T09:00:00.000Z'
const AFTERNOON = '2026-11-24T12:00:00.000Z'

/** How the booked time stands in what the CRM's own API answers. */
const RAW: Readonly<Record<string, RegExp>> = {
  bitrix24: /"ORIGINATOR_ID":"aiadmin".*"DATE_FROM":"24\.11\.2026 12:00:00"/,
  yclients: /"datetime":"2026-11-24T12:00:00\+03:00".*"api_id":"[\w-]{16,40}"/,
  altegio: /"date":"2026-11-24 12:00:00".*"api_id":"[\w-]{16,40}"/,
  onec: /"Начало":"2026-11-24T12:00:00".*"Комментарий":"AI-Admin:[\w-]{16,40}"/,
  amocrm: /"field_code":"AIADMIN_START".*"value":1795510800.*"field_code":"AIADMIN_KEY"/,
  easyweek: /"start_time":"2026-11-24T12:00:00\+03:00".*"public_notes":"ref:[\w-]{16,40}"/,
  dikidi: /"event":"visit\.requested".*"start":"2026-11-24T12:00:00\+03:00"/,
}

describe('one dialog over the seven CRMs', () => {
  for (const crm of SEVEN_CRMS)
    it(`books, moves and cancels a visit in ${crm.name}`, async () => {
      const { booked, moved, cancelled, violations } = await playDialog(crm)
      assert.match(booked.text, /You are booked!|вы записаны!/)
      assert.match(JSON.stringify(booked.raw), RAW[crm.name] ?? /nothing is known of it/)
      assert.deepEqual(
        booked.kept.map(({ start, isLive, phone }) => [start, isLive, phone]),
        [[NOON, true, '+79161234567']],
      )
      assert.equal(booked.status, 'booked')

      assert.match(moved.text, /^(Moved|Перенесено)/)
      assert.deepEqual([moved.status, new Date(moved.start).toISOString()], ['booked', AFTERNOON])
      assert.equal(moved.kept.filter(({ isLive }) => isLive).length, 1)

      assert.match(cancelled.text, /Your booking is cancelled|Запись отменена/)
      assert.equal(cancelled.status, 'cancelled')
      assert.equal(cancelled.kept.filter(({ isLive }) => isLive).length, 0)
      assert.equal(violations, 0)
    })

  it('is one command, which prints the visit as the CRM answers it', async () => {
    const command = ['--import', import.meta.resolve('tsx'), join(import.meta.dirname, 'run.ts')]
    const { code, stdout, stderr } = await runCommand(process.execPath, [...command, 'dikidi'])
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    assert.match(stdout, /^\ndikidi\n {2}client: A Haircut with Anna.*salon: {2}confirms.*"event": "visit\.requested"/s)
    assert.match(stdout, /booked .*, then booked .*, then cancelled .*; 0 violations/)
    const unknown = await runCommand(process.execPath, [...command, 'didiki'])
    assert.equal(unknown.code, 64)
    assert.match(unknown.stderr, /there is no didiki; the seven are bitrix24, yclients/)
  })
})
