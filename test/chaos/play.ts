import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { OutboundMessage } from '../../core/contract/index.ts'
import { type Chronicle, createChronicle } from './chronicle.ts'
import { type Line, playClient } from './client.ts'
import type { DeskBundle } from './desk-bundle.ts'
import { type CrmServer, SETTLE_MS, startCrmServer } from './fakes/crm-server.ts'
import { MESSENGERS, type MessengerServer, startMessengers } from './fakes/messenger-server.ts'
import type { Blow, ClientPlan, Plan } from './plan.ts'
import type { Ports } from './ports.ts'
import { createPostman, type Postman } from './postman.ts'
import { createRandom } from './random.ts'
import { createReplica, type Replica } from './replica.ts'
import { settleRun } from './rest.ts'
import { createRunTime, pause } from './run-time.ts'
import { editByStaff } from './staff.ts'
import { watchStalls } from './stall-watch.ts'
import type { OpenStore, Store } from './store.ts'
import type { World } from './world.ts'

/** Clients that wait for each other, or for a desk that is down, end at the latest then. */
const CLIENTS_WITHIN_MS = 240_000
/** After what a client was told it reads on for a moment: an answer may be several messages. */
const READ_ON_MS = 200

/** What `aiadmin.yaml` of one replica says. */
function configOf(
  plan: Plan,
  parts: { port: number; bundle: DeskBundle; crm: CrmServer; messengers: MessengerServer; journal: OpenStore },
) {
  const { salon, manners } = plan
  const channels = Object.entries(MESSENGERS).map(([instance, delivery]) => [
    instance,
    { use: parts.bundle.messenger, with: { url: parts.messengers.url, delivery, burstMs: 600 } },
  ])
  return stringify({
    version: 1,
    company: {
      name: 'Salon',
      timezone: 'Europe/Moscow',
      locale: 'en',
      currency: 'RUB',
      hours: { 'mon-sun': '09:00-21:00' },
      phone: '+74950000000',
    },
    server: { host: '127.0.0.1', port: parts.port, requestsPerMinute: 10_000_000 },
    log: { level: 'info' },
    llm: { rules: { use: 'rules' } },
    crm: {
      use: parts.bundle.crm,
      with: { url: parts.crm.url, hasLock: manners.hasLock, settleMs: SETTLE_MS, ...salon },
    },
    channels: Object.fromEntries(channels),
    dialog: { extends: 'reception', holdMinutes: 1 },
    ...(parts.journal.config && { storage: parts.journal.config }),
  })
}

/** One client's line: what they say goes to the postman, what they read comes from their messenger. */
function lineOf(plan: ClientPlan, postman: Postman, messengers: MessengerServer): Line {
  let unread: OutboundMessage[] = []
  let wake = () => {}
  messengers.listen(plan.address, message => {
    unread.push(message)
    wake()
  })
  return {
    deliver: (parts, again) => postman.deliver(plan.instance, plan.address, parts, again),
    async hear(withinMs) {
      if (unread.length === 0) {
        const heard = new Promise<void>(resolve => {
          wake = resolve
        })
        await Promise.race([heard, pause(withinMs)])
      }
      await pause(READ_ON_MS)
      const read = unread
      unread = []
      return read
    },
  }
}

/** Strikes; resolves when what was struck is up again. */
async function strike(
  blow: Blow,
  replicas: readonly Replica[],
  journal: OpenStore,
  chronicle: Chronicle,
): Promise<void> {
  if (blow.kind === 'kill') replicas[blow.replica]?.kill(blow.downMs)
  else if (blow.kind === 'restart') replicas[blow.replica]?.restart()
  else if (blow.kind === 'pause') await replicas[blow.replica]?.freeze(blow.forMs)
  else {
    chronicle.note({ what: 'disturbed', by: 'store-down', point: blow.kind })
    await journal.outage(blow.kind, blow.downMs)
    chronicle.note({ what: 'disturbed', by: 'store-up', point: blow.kind })
  }
}

/** What all runs of one call share. */
export interface Rig {
  bundle: DeskBundle
  ports: Ports
}

/** What a run has left, and how long each part of it took, in milliseconds of the machine. */
export interface Played {
  world: World
  took: Readonly<Record<'start' | 'clients' | 'rest' | 'stop', number>>
}

/** Plays a plan from the first process to the last; everything that it leaves is in `folder`. */
export async function playRun(plan: Plan, { bundle, ports }: Rig, store: Store, folder: string): Promise<Played> {
  const began = Date.now()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan, undefined, 2))
  const random = createRandom(`${plan.store}/${plan.seed}`)
  const time = createRunTime()
  const chronicle = createChronicle(join(folder, 'chronicle.jsonl'), time)
  // The providers live in this process: one that stands still answers when nobody waits any more.
  const unwatch = watchStalls(ms => chronicle.note({ what: 'disturbed', by: 'stall', ms }))
  const journal = await store.open(folder, time)
  const shared = { random, chronicle, time }
  const crm = await startCrmServer({ manners: plan.manners, ...shared })
  const replicas: Replica[] = []
  const postman = createPostman({ replicas, ...shared })
  const messengers = await startMessengers({ oneInSends: plan.oneInSends, tell: postman.tell, ...shared })
  let [started, over, rested] = [began, began, began]
  try {
    for (const [number, deaths] of plan.deaths.entries()) {
      const port = await ports.next()
      const config = configOf(plan, { port, bundle, crm, messengers, journal })
      replicas.push(createReplica({ number, folder, program: bundle.desk, port, config, deaths, time, chronicle }))
    }
    await Promise.all(replicas.map(replica => replica.start()))
    if (!replicas.some(replica => replica.isReady()))
      throw new Error(`no desk begins to serve; see its log in ${folder}`)
    started = Date.now()
    const ending = Promise.withResolvers<false>()
    /** Whether clients ever said so much. */
    const said = (messages: number) => Promise.race([postman.untilTaken(messages).then(() => true), ending.promise])
    const edits = plan.edits.map(async ({ atMessage, kind }, index) => {
      if (await said(atMessage)) editByStaff(crm.book, plan.salon, kind, random.fork(`edit-${index}`))
    })
    const blows = plan.blows.map(async blow => {
      if (await said(blow.atMessage)) await strike(blow, replicas, journal, chronicle)
    })
    const clients = plan.clients.map(client =>
      playClient(client, lineOf(client, postman, messengers), random.fork(client.address)),
    )
    await Promise.race([Promise.all(clients), pause(CLIENTS_WITHIN_MS)])
    ending.resolve(false)
    await Promise.all([...edits, ...blows])
    over = Date.now()
    for (const one of [crm, messengers, ...replicas]) one.calm()
    await settleRun({ journal, time, chronicle, replicas, sources: [crm, messengers, postman] })
    rested = Date.now()
  } finally {
    unwatch()
    postman.stop()
    await Promise.all(replicas.map(replica => replica.stop()))
    await Promise.all([crm.close(), messengers.close()])
  }
  const world: World = { noted: chronicle.noted, tables: await journal.dump(), deliveries: MESSENGERS }
  const took = { start: started - began, clients: over - started, rest: rested - over, stop: Date.now() - rested }
  return { world, took }
}
