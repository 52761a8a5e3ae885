import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import { SECRET } from '../../fakes/dikidi/index.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'
import { CATALOGUE, PAGE } from './open.ts'

const plugin = fileURLToPath(new URL('../../../plugins/crm/dikidi/index.ts', import.meta.url))
const script = fileURLToPath(new URL('../../../plugins/crm/dikidi/docs/bridge.mjs', import.meta.url))

describe('a dialog over the sample bridge', () => {
  let desk: RunningDesk
  let bridge: ChildProcess
  let folder: string
  let bridgeUrl: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-bridge-'))
    const reserve = Fastify()
    const deskUrl = await reserve.listen({ host: '127.0.0.1', port: 0 })
    await reserve.close()
    const env = { ...process.env, SECRET, DESK: deskUrl, PORT: '0', FILE: join(folder, 'requests.json') }
    // Both go by the clock of the tests' Monday: the bridge takes only what is fresh.
    const shift = `const now = Date.now, shift = ${Date.parse(MONDAY)} - now(); Date.now = () => now() + shift`
    bridge = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(shift)}`, script], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = bridge.stdout ? await once(bridge.stdout, 'data') : []
    bridgeUrl = /http:\S+/.exec(String(line))?.[0] ?? ''
    const crm = { use: plugin, with: { ...CATALOGUE, bridge: { url: bridgeUrl, secret: SECRET, answersTo: deskUrl } } }
    const server = { host: '127.0.0.1', port: Number(new URL(deskUrl).port), requestsPerMinute: 1_000_000 }
    desk = await startDesk({ config: { crm, server } })
  })
  after(async () => {
    await desk.stop()
    bridge.kill()
    await rm(folder, { recursive: true, force: true })
  })

  /** The administrator presses a button beside the only request; answers what the page showed. */
  const decides = async (verb: 'confirm' | 'refuse') => {
    const shown = await (await fetch(bridgeUrl)).text()
    const action = /action="(\S+)"/.exec(shown)?.[1] ?? ''
    const pressed = await fetch(`${bridgeUrl}${action}`, { method: 'POST', body: new URLSearchParams({ verb }) })
    assert.match(await pressed.text(), /Nothing to do/)
    return shown
  }

  it('asks the salon, which confirms on its page', async () => {
    const olga = desk.client('olga')
    await olga.says('A manicure tomorrow at 12:00')
    await olga.says('Olga, +7 916 123-45-67')
    const asked = await olga.presses('Confirm')
    assert.equal(asked.visits[0]?.status, 'requested', asked.text)

    assert.match(await decides('confirm'), /Enter in DIKIDI:.*2026-11-24 12:00, Manicure, Anna, Olga \+79161234567/)
    assert.match((await olga.reads()).text, /You are booked!.*Manicure.*24 November, 12:00/s)
    const visits = await desk.runtime.instances.crm.listAppointments(
      { phone: '+79161234567', from: MONDAY, to: '2026-12-01T00:00:00+03:00' },
      { signal: AbortSignal.timeout(5_000), deadline: Number.MAX_SAFE_INTEGER },
    )
    assert.deepEqual(
      visits.map(({ status }) => status),
      ['booked'],
    )
  })

  it('tells the client when the salon refuses', async () => {
    const petra = desk.client('petra')
    await petra.says('A manicure tomorrow at 16:00')
    await petra.says('Petra, +7 916 123-45-68')
    await petra.presses('Confirm')
    await decides('refuse')
    const { text, visits } = await petra.reads()
    assert.match(text, /did not accept this/)
    assert.deepEqual(
      visits.map(({ status }) => status),
      ['cancelled'],
    )
    assert.doesNotMatch((await petra.says('my bookings')).text, /16:00/)
  })

  it('takes nothing that is not signed', async () => {
    const forged = await fetch(bridgeUrl, { method: 'POST', body: '{"event":"visit.requested","key":"forged"}' })
    assert.equal(forged.status, 403)
  })
})

describe('a dialog without a bridge', () => {
  it('ends at the salon’s own page', async () => {
    const desk = await startDesk({ config: { crm: { use: plugin, with: CATALOGUE } } })
    try {
      const olga = desk.client('olga')
      const { text } = await olga.says('A manicure tomorrow at 12:00')
      assert.ok(text.includes(PAGE), text)
    } finally {
      await desk.stop()
    }
  })
})
