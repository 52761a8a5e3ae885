import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { annBooks, salonFolder } from './salon-folder.ts'
import { run } from './terminal.ts'

const dateIn = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Moscow' })

describe('the visits of the next days', () => {
  it('are shown by name in the time of the company, a day or several of them', async test => {
    const folder = salonFolder(test)
    const empty = await run(['visits'], folder)
    assert.deepEqual([empty.code, empty.stdout], [0, `No visits: ${dateIn(0)} to ${dateIn(1)}.\n`], empty.stderr)
    assert.match(await annBooks(folder), /You are booked/)
    const row = new RegExp(`^${dateIn(1)}  \\d\\d:\\d\\d  Ann     \\+79161234567  Manicure  Olga      booked$`, 'm')
    assert.match((await run(['visits'], folder)).stdout, row)
    assert.match((await run(['visits', `--day=${dateIn(1)}`], folder)).stdout, row)
    assert.match((await run(['visits', '--days=7'], folder)).stdout, row)
    assert.equal((await run(['visits', '--days=1'], folder)).stdout, `No visits: ${dateIn(0)}.\n`)

    const { visits, timezone } = JSON.parse((await run(['visits', '--json'], folder)).stdout)
    assert.equal(timezone, 'Europe/Moscow')
    assert.deepEqual(
      visits.map(({ client, services, employees }: Record<string, unknown>) => [client, services, employees]),
      [['Ann', ['Manicure'], ['Olga']]],
    )
    assert.match(visits[0].start, /\+03:00$/)
  })

  it('leave out what was cancelled unless it is asked for', async test => {
    const folder = salonFolder(test)
    assert.match(await annBooks(folder, ['cancel my booking', '1']), /Your booking is cancelled/)
    const { stdout } = await run(['visits'], folder)
    assert.match(stdout, /^No visits: .*\nCancelled and not shown: 1; --all shows them\.\n$/)
    assert.match((await run(['visits', '--all'], folder)).stdout, /Ann .* cancelled$/m)
  })

  it('are refused for days that are none', async test => {
    const folder = salonFolder(test)
    for (const wrong of ['--day=2026-02-30', '--days=0', '--days=x']) {
      const { code, stderr } = await run(['visits', wrong], folder)
      assert.equal(code, 64)
      assert.match(stderr, /^--days? is a/)
    }
  })

  it('can not be listed where the CRM has no way to, which is said', async test => {
    const folder = salonFolder(test)
    writeFileSync(
      join(folder, 'aiadmin.yaml'),
      `version: 1
company: { name: Demo Salon, timezone: Europe/Moscow, locale: en, currency: RUB, hours: { mon-sun: 10:00-20:00 } }
crm:
  use: dikidi
  with:
    bookingPage: https://dikidi.example/550001
    services: [{ id: haircut, name: Haircut, durationMinutes: 60 }]
    employees: [{ id: anna, name: Anna }]
channels: { messages: { use: http } }
`,
    )
    const { code, stderr } = await run(['visits'], folder)
    assert.equal(code, 1)
    assert.match(stderr, /^aiadmin: dikidi cannot list visits: look into the CRM itself$/m)
  })
})
