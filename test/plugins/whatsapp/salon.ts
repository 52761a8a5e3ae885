import type { FakeClient } from '../../fakes/whatsapp/hooks.ts'
import { options, startWhatsAppFake, type WhatsAppFake } from '../../fakes/whatsapp/index.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'
import { createPerson, type Person } from './person.ts'

/** The whole product with the rules brain and its own calendar, and WhatsApp in front of it. */
export interface WhatsAppSalon {
  readonly desk: RunningDesk
  fake: WhatsAppFake
  person(number: number, more?: Partial<FakeClient>): Person
  /** Rows of the outbox that are not settled. */
  waiting(): Promise<readonly { status: string; attempts: number }[]>
  /** Stops the desk and starts another one on its data. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** What a test may set. */
export interface SalonOptions {
  /** Where its data are; with one it can be restarted. */
  folder?: string
  /** More options of the channel. */
  channel?: Readonly<Record<string, unknown>>
  /** More blocks of `aiadmin.yaml`. */
  config?: Readonly<Record<string, unknown>>
}

/** Opens it. */
export async function openSalon({ folder, channel, config }: SalonOptions = {}): Promise<WhatsAppSalon> {
  const running: { desk?: RunningDesk } = {}
  const fake = await startWhatsAppFake({ now: () => running.desk?.clock.now() ?? Date.parse(MONDAY) })

  async function start(now: string): Promise<RunningDesk> {
    const whatsapp = { use: 'whatsapp', with: { ...options, apiUrl: fake.url, burstMs: 0, ...channel } }
    const desk = await startDesk({
      now,
      config: { channels: { whatsapp }, ...config },
      ...(folder !== undefined && { folder }),
    })
    fake.connect(`${desk.url}/api/v1/whatsapp/webhook`)
    running.desk = desk
    return desk
  }

  let desk = await start(MONDAY)
  return {
    get desk() {
      return desk
    },
    fake,
    person: (number, more) => createPerson(fake, number, more),
    waiting: () =>
      desk.runtime.instances.journal.db
        .selectFrom('outbox')
        .select(['status', 'attempts'])
        .where('status', '!=', 'sent')
        .execute(),
    async restart() {
      await desk.stop()
      desk = await start(new Date(desk.clock.now()).toISOString())
    },
    async close() {
      await desk.stop()
      await fake.close()
    },
  }
}

/** Resolves when it holds; the event loop turns meanwhile. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setImmediate(resolve))
}
