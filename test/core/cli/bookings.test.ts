import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it, type TestContext } from 'node:test'
import { pino } from 'pino'
import { stringify } from 'yaml'
import { checkConfig } from '../../../config/check.ts'
import { createDeskLoader } from '../../../core/cli/desk-file.ts'
import { createRuntime } from '../../../core/runtime.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { startPostgres } from '../../support/postgres.ts'
import { until } from '../../support/until.ts'
import { channelNamed } from '../runtime/open-runtime.ts'
import { run } from './terminal.ts'

const MOODY = new URL('../../fail-points/moody-crm.ts', import.meta.url).pathname

/** A salon whose CRM swallows the first booking (`lost`), or answers nothing to it (`late`), and can't be searched. */
const salon = (mood: string, storage: object) => ({
  version: 1,
  company: {
    name: 'Mirabelle',
    timezone: 'Europe/Moscow',
    locale: 'en',
    currency: 'RUB',
    hours: { 'mon-sun': '10:00-20:00' },
  },
  crm: {
    use: MOODY,
    with: {
      mood,
      blind: true,
      services: [{ id: 'haircut', name: 'Haircut', durationMinutes: 60, price: 1500 }],
      employees: [{ id: 'ivan', name: 'Ivan' }],
    },
  },
  channels: { site: { use: 'http', with: { apiKeys: [{ name: 'site', key: 'test-key-of-32-characters-000000' }] } } },
  ...storage,
})

/** A desk at work on a journal, with a client who has just confirmed a booking of which nobody knows what became. */
async function openDesk(test: TestContext, mood: 'lost' | 'late', storage: object) {
  const folder = newDataFolder('bookings')
  test.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'aiadmin.yaml')
  const text = stringify(salon(mood, storage))
  await writeFile(file, text)
  const { config, findings } = await checkConfig({ file, text, env: {}, loader: createDeskLoader() })
  assert.ok(config, JSON.stringify(findings))
  const channel = createScriptedChannel()
  const lines: { msg: string; run?: string }[] = []
  const runtime = await createRuntime({
    config: { ...config, channels: [channelNamed('chat', () => channel)] },
    env: {},
    log: pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    dataFolder: join(folder, 'data'),
    version: '1.2.3',
  })
  test.after(() => runtime.stop())
  await runtime.start({ listen: false })
  await until(() => channel.desk !== undefined)
  const heard = () => channel.received('anna')
  let said = 0
  const says = async (words: string) => {
    const before = heard().length
    said += 1
    const parts = [{ type: 'text', text: words } as const]
    await channel.desk?.deliver({ kind: 'message', id: `m${said}`, address: 'anna', parts, sender: { language: 'en' } })
    await until(() => heard().length > before)
    return heard().slice(before).join('\n')
  }
  assert.match(await says('Haircut tomorrow at noon, Anna, +79161234567'), /check your booking/)
  assert.match(await says('yes'), /cannot tell for certain what became of this booking.*front desk/s)
  return {
    folder,
    lines,
    says,
    heard,
    bookings: (...args: readonly string[]) => run(['bookings', ...args], folder),
    async visits() {
      const call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
      const from = new Date(Date.now() - 86_400_000).toISOString()
      const to = new Date(Date.now() + 7 * 86_400_000).toISOString()
      return runtime.instances.crm.listAppointments({ from, to }, call)
    },
  }
}

const server = await startPostgres(['fsync = off'])

for (const store of ['sqlite', 'postgres'] as const)
  describe(`bookings beside a running desk on ${store}`, {
    skip: store === 'postgres' && 'skip' in server && server.skip,
    timeout: 60_000,
  }, () => {
    after(() => (store === 'postgres' && !('skip' in server) ? server.stop() : undefined))
    const storage = async () =>
      store === 'postgres' && !('skip' in server)
        ? { storage: { journal: { use: 'postgres', with: { url: await server.createDatabase() } } } }
        : {}

    it('lists what needs a person, shows what the CRM said, and tells the client that it did not take place', async test => {
      const desk = await openDesk(test, 'lost', await storage())
      const listed = await desk.bookings()
      assert.equal(listed.code, 0, listed.stderr)
      assert.match(listed.stdout, /book\s+a person must look\s+\d{4}-\d\d-\d\d 12:00\s+Anna\s+\+79161234567/)
      assert.match(listed.stdout, /1 need a person/)
      const id = /^([\w-]{16}) {2}book/m.exec(listed.stdout)?.[1] ?? ''
      const line = desk.lines.find(({ msg }) => msg.includes('nobody but a person can tell'))
      assert.equal(line?.run, `aiadmin bookings show ${id}`)

      const shown = await desk.bookings('show', id)
      assert.match(shown.stdout, /attempts\s+1.*client told\s+\d{4}/s)
      assert.match(
        shown.stdout,
        /written to the CRM.*the CRM answered\s+unknown_outcome: no answer.*a person must look/s,
      )

      const resolved = await desk.bookings('resolve', id, '--not-booked')
      assert.equal(resolved.code, 0, resolved.stderr)
      assert.match(
        resolved.stdout,
        /failed\. The time that was kept for it is given free; the client is told.*cancel it there/s,
      )
      await until(() => desk.heard().some(text => /front desk has checked: the booking did not go through/.test(text)))
      assert.deepEqual(await desk.visits(), [])
      assert.match((await desk.bookings()).stdout, /Nothing is open/)
      // The desk leads the talk again, and the time can be booked.
      assert.match(await desk.says('Haircut tomorrow at noon'), /check your booking/)
      assert.match(await desk.says('yes'), /You are booked/)
      const again = await desk.bookings('resolve', id, '--booked')
      assert.equal(again.code, 1)
      assert.match(again.stderr, /settled already/)
    })

    it('tells the client that it took place, with the visit as the CRM has it', async test => {
      const desk = await openDesk(test, 'late', await storage())
      const id = /^([\w-]{16}) {2}book/m.exec((await desk.bookings()).stdout)?.[1] ?? ''
      const [visit] = await desk.visits()
      assert.ok(visit)
      const wrong = await desk.bookings('resolve', id, '--booked', '--crm-id=no-such-visit')
      assert.equal(wrong.code, 1)
      assert.match(wrong.stderr, /no visit with this --crm-id/)
      const resolved = await desk.bookings('resolve', id, '--booked', `--crm-id=${visit.id}`)
      assert.match(resolved.stdout, /booked\. The time/)
      await until(() => desk.heard().some(text => /You are booked!\n\*\*Haircut\*\*.*12:00/s.test(text)))
      assert.match(await desk.says('my bookings'), /Haircut|upcoming/)
      assert.match((await desk.bookings('show', id)).stdout, /decided by a person\s+booked/)
      assert.match((await desk.bookings('list', '--all')).stdout, new RegExp(`${id}\\s+book\\s+booked`))
    })
  })

describe('bookings', () => {
  for (const [args, why] of [
    [['resolve', 'x'], /say what you found out/],
    [['resolve', 'x', '--booked', '--not-booked'], /say what you found out/],
    [['resolve', 'x', '--not-booked', '--crm-id=1'], /--crm-id goes with --booked/],
    [['show'], /needs an id/],
    [['forget', 'x'], /has no "forget"/],
  ] as const)
    it(`refuses: ${args.join(' ')}`, async () => {
      const { code, stderr } = await run(['bookings', ...args], tmpdir())
      assert.equal(code, 64)
      assert.match(stderr, why)
    })
})
