import type { Bench } from '../bench.ts'
import type { Kit, Suite } from '../check.ts'
import { registerSuite } from '../run.ts'
import type { Fake, Subject } from '../subject.ts'
import { callsOf, leakBetween, oddCallsOf } from './calls.ts'
import type { StorageCheck, StorageWorld } from './check.ts'
import { openDesk, type StorageDesk } from './desk.ts'
import { keyvChecks } from './keyv-checks.ts'
import { messageChecks } from './message-checks.ts'
import { migrationChecks } from './migration-checks.ts'
import { outageChecks } from './outage-checks.ts'
import { roleChecks } from './role-checks.ts'
import type { StorageSubject } from './subject.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
import { workChecks } from './work-checks.ts'
import { writeChecks } from './write-checks.ts'

const checks: readonly StorageCheck[] = [
  ...roleChecks,
  ...keyvChecks,
  ...outageChecks,
  ...messageChecks,
  ...migrationChecks,
  ...writeChecks,
  ...workChecks,
]

/** The suite of one storage, and what the kit's own parts need to know of it. */
export function storageSuite(subject: StorageSubject): { suite: Suite<'storage'>; subject: Subject<'storage'> } {
  const proxies = new Map<string, TcpProxy>()
  const desks = new WeakMap<Bench<'storage'>, StorageDesk>()
  const deskOf = (bench: Bench<'storage'>): StorageDesk => {
    const desk = desks.get(bench) ?? openDesk(bench, proxies.get(bench.provider ?? ''))
    desks.set(bench, desk)
    return desk
  }
  const worldOf = (kit: Kit<'storage'>): StorageWorld => ({
    subject,
    trace: kit.trace,
    open: async () => deskOf(await kit.open()),
    again({ bench, proxy }) {
      return openDesk({ ...bench, instance: subject.plugin.create(bench.context) }, proxy)
    },
  })
  const { fake } = subject
  return {
    suite: {
      kind: 'storage',
      calls: bench => callsOf(deskOf(bench)),
      oddCalls: ({ instance }) => oddCallsOf(instance),
      leaks: (one, other) => leakBetween(deskOf(one), deskOf(other)),
      checks: checks.map(check => ({
        id: check.id,
        title: check.title,
        unless: kit => missing(check, kit),
        run: kit => check.run(worldOf(kit)),
      })),
    },
    subject: {
      ...subject,
      // Leases run on the database's own clock: ours must be about the same, and never be ahead.
      now: new Date(Date.now() - MINUTE_MS).toISOString(),
      ...(fake && { fake: async world => behindProxy(await fake(world), proxies) }),
    },
  }
}

/** Holds a storage plugin against the contract: call it at the top of a test file. */
export function testStorage(subject: StorageSubject): void {
  const { suite, subject: whole } = storageSuite(subject)
  registerSuite(suite, whole)
}

const MINUTE_MS = 60_000

/** A backend's URL that leads through a proxy of ours. */
async function behindProxy(backend: Fake, proxies: Map<string, TcpProxy>): Promise<Fake> {
  const url = new URL(backend.url)
  if (url.port === '') throw new TypeError('the URL of the backend needs its port')
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) })
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  proxies.set(url.host, proxy)
  return {
    url: url.href,
    async close() {
      await proxy.close()
      await backend.close()
    },
  }
}

async function missing({ needs }: StorageCheck, kit: Kit<'storage'>): Promise<string | undefined> {
  const { roles } = kit.subject.plugin
  for (const need of needs) {
    if (need === 'sessions' || need === 'journal') {
      if (!roles.includes(need)) return `its roles do not name \`${need}\``
    } else {
      const { instance } = await kit.create()
      if (instance[need] === undefined) return `it offers no \`${need}\``
    }
  }
  return undefined
}
