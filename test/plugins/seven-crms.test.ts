import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { pino } from 'pino'
import type { CrmInstance, CrmPlugin } from '../../core/contract/index.ts'
import { createHttp } from '../../core/plugins/http.ts'
import { createLimitRegistry } from '../../core/plugins/http-limit.ts'
import { builtIns } from '../../plugins/index.ts'
import { startTestServer } from '../fakes/http-server.ts'
import { watchTraffic } from '../load/traffic.ts'
import { createMovingClock } from '../moving-clock.ts'
import { createTestContext } from '../plugin-context.ts'
import { type CrmOfSeven, SEVEN_CRMS } from '../support/seven-crms.ts'

const NOON = '2026-11-23T12:00:00+03:00'
/** No catalogue is trusted longer. */
const OLDEST_MS = 11 * 60_000

/** A cold instance before its stand-in, with everything that it logs at any level. */
async function openCold(crm: CrmOfSeven) {
  const clock = createMovingClock(NOON)
  const traffic = watchTraffic(clock.now)
  const opened = await crm.open({ now: clock.now })
  const plugins: Readonly<Record<string, () => Promise<{ default: CrmPlugin }>>> = builtIns.crm
  const plugin = (await plugins[crm.name]?.())?.default
  assert.ok(plugin)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const closing = new AbortController()
  const { context, close } = createTestContext<unknown>({
    plugin,
    clock,
    log,
    company: opened.company,
    config: opened.block.with,
    http: createHttp({ clock, log, signal: closing.signal, limits: createLimitRegistry({ clock }) }),
  })
  const instance: CrmInstance = plugin.create(context as Parameters<typeof plugin.create>[0])
  return {
    clock,
    traffic,
    opened,
    instance,
    lines,
    log,
    call: () => ({ signal: new AbortController().signal, deadline: clock.now() + 30_000 }),
    async close() {
      closing.abort()
      traffic.end()
      await close()
      await opened.close()
    },
  }
}

describe('the catalogue of each of the seven', { timeout: 60_000 }, () => {
  for (const crm of SEVEN_CRMS)
    it(`is read once for sixty clients who come at the same moment, and anew when it is old (${crm.name})`, async () => {
      const { clock, traffic, instance, call, close } = await openCold(crm)
      try {
        const ask = () => Promise.all([instance.listServices({}, call()), instance.listEmployees({}, call())])
        await clock.drive(ask())
        const once = traffic.begun.length
        await clock.advance(OLDEST_MS)
        const sixty = Array.from({ length: 60 }, ask)
        const answers = await clock.drive(Promise.all(sixty))
        assert.ok(answers.every(([services, employees]) => services.length > 0 && employees.length > 0))
        const again = traffic.begun.length - once
        assert.ok(again <= once, `${again} requests for sixty clients, ${once} for one`)
        // DIKIDI's catalogue stands in the options: there is nobody to ask.
        assert.equal(again > 0, once > 0)
      } finally {
        await close()
      }
    })
})

describe('the secrets of each of the seven', { timeout: 60_000 }, () => {
  const HOOK_SECRET = 'a-made-up-secret-of-a-hook-0001'
  const CODE = 'a-made-up-code-of-a-consent-0001'
  const WINDOW = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }

  /** Everything that a day brings, and whatever each call throws. */
  async function liveThrough({ instance, clock, call }: Awaited<ReturnType<typeof openCold>>, key: string) {
    const failures: unknown[] = []
    const attempt = <T>(work: Promise<T> | undefined): Promise<T | undefined> =>
      clock.drive(Promise.resolve(work)).catch(failure => {
        failures.push(failure)
        return undefined
      })
    await attempt(instance.probe?.(call()))
    const services = await attempt(instance.listServices({}, call()))
    const serviceIds = [services?.[0]?.id ?? 'none']
    const found = await attempt(instance.listAvailableSlots({ serviceIds, ...WINDOW }, call()))
    const phone = '+79161234567'
    await attempt(instance.findClientsByPhone({ phone }, call()))
    const slot = found?.slots[0] ?? { ...WINDOW, start: WINDOW.from, end: WINDOW.to, parts: [], claims: [] }
    const draft = { slot, client: { name: 'Olga', phone }, key }
    const visit = await attempt(instance.createAppointment(draft, call()))
    const id = visit?.id ?? '1'
    await attempt(instance.getAppointment({ id }, call()))
    await attempt(instance.listAppointments({ key, draft }, call()))
    await attempt(instance.changes?.setup?.({ publicUrl: 'https://desk.example.com', secret: HOOK_SECRET }, call()))
    await attempt(instance.cancelAppointment({ id, key }, call()))
    return failures
  }

  for (const crm of SEVEN_CRMS)
    it(`stand in no log and no error, whatever fails (${crm.name})`, async () => {
      const cold = await openCold(crm)
      const { opened, instance, lines, log, clock } = cold
      const { changes } = instance
      const emit = () => Promise.reject(Object.assign(new Error('the journal is closed'), { code: 'unavailable' }))
      const server = await startTestServer({
        log,
        clock,
        ...(changes && { crm: { instance: 'crm', changes, isStarted: () => true, emit } }),
      })
      const failures = await liveThrough(cold, 'a-key-of-a-test-0001')
      try {
        const body = new URLSearchParams({ event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': '272' })
        for (const path of ['events', 'busy', 'answers/1', 'hooks', 'changes', 'webhook', ''])
          await fetch(`${server.url}/api/v1/crm/${path}/${HOOK_SECRET}`, { method: 'POST', body })
        await fetch(`${server.url}/api/v1/crm/oauth?code=${CODE}&state=${HOOK_SECRET}`)
        await fetch(`${server.url}/api/v1/crm/events/${HOOK_SECRET}?token=${CODE}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{broken',
        })
        // Nobody is reached any more: what is said then names the host, never the address.
        await opened.close()
        failures.push(...(await liveThrough(cold, 'a-key-of-a-test-0002')))
      } finally {
        await server.close()
        await cold.close().catch(() => undefined)
      }
      assert.ok(lines.length > 0, 'something was logged')
      const said = [...lines, ...failures.map(failure => inspect(failure, { depth: 8 }))].join('\n')
      for (const secret of [...opened.secrets, HOOK_SECRET, CODE])
        assert.ok(
          !said.includes(secret),
          said.split('\n').find(line => line.includes(secret)),
        )
    })
})
