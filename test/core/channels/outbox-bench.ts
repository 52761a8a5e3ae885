import { pino } from 'pino'
import { createAdmission } from '../../../core/channels/admission.ts'
import { createDesk } from '../../../core/channels/desk.ts'
import type { Files } from '../../../core/channels/files.ts'
import { createOutboxHandler } from '../../../core/channels/outbox-sender.ts'
import { createTurnNews } from '../../../core/channels/turn-news.ts'
import type { ChannelCapabilities, ChannelEvent, Desk } from '../../../core/contract/index.ts'
import { ALL_KINDS, claimDue, untilDue } from '../../../core/journal/due-work.ts'
import { type Claim, complete, LeaseLost, renew } from '../../../core/journal/work.ts'
import type { Reach } from '../../../core/ledger/fail-points.ts'
import { accept, claimTurns, finish } from '../../../core/testkit/storage/journal-client.ts'
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts'
import { type OpenedJournal, openTestJournal } from '../journal/open-journal.ts'

/** The outbox of one channel on a real journal; it works when a test says so. */
export interface OutboxBench extends OpenedJournal {
  channel: ScriptedChannel
  /** What the runtime's supervisor says of the channel. */
  state: { isStarted: boolean; isConfigured: boolean }
  desk: Desk
  /** A client writes, and the desk says these texts; with `operation` they tell its outcome. */
  say(address: string, texts: readonly string[], operation?: string): Promise<void>
  /** A person of the business writes in the conversation, and answers in it from now on. */
  staffTakesOver(address: string): Promise<void>
  /** Sends what is due now. */
  work(): Promise<void>
  /** Moves the clock and sends what becomes due. */
  pass(ms: number): Promise<void>
  /** Sends, while the clock moves on: the channel hangs. */
  workWhileTimePasses(): Promise<void>
  rows(): Promise<readonly { text: string; status: string; attempts: number; id: string }[]>
  deliver(event: ChannelEvent): Promise<unknown>
}

const NO_FILES: Files = {
  find: () => undefined,
  read: async () => undefined,
  shown: () => undefined,
  linkTo: () => undefined,
}

/** Opens one; with `opened` on a journal that another bench has used, as after a restart. */
export async function openOutbox(
  options: { capabilities?: Partial<ChannelCapabilities>; opened?: OutboxBench; reach?: Reach } = {},
): Promise<OutboxBench> {
  const opened = options.opened ?? (await openTestJournal())
  const { journal, clock } = opened
  const channel = options.opened?.channel ?? createScriptedChannel(options.capabilities)
  const state = { isStarted: true, isConfigured: true }
  const startedAt = clock.now()
  const handler = createOutboxHandler({
    journal,
    log: pino({ level: 'silent' }),
    reach: options.reach ?? (() => {}),
    files: NO_FILES,
    channelOf: instance =>
      state.isConfigured && instance === 'messenger'
        ? { channel, startedAt: () => (state.isStarted ? startedAt : undefined) }
        : undefined,
    count: () => {},
  })
  const desk = createDesk(
    {
      journal,
      say: (_locale, key) => key,
      news: createTurnNews({ tell: () => {}, hear: () => () => {} }),
      reach: () => {},
      initialState: 'GREETING',
      locale: 'en',
      cardOf: visit => visit,
      files: NO_FILES,
      timezone: 'Europe/Moscow',
      isAccepting: () => true,
      wake: () => {},
      vacancy: () => undefined,
      admission: createAdmission({ waitingTurns: () => 0, busy: () => '' }),
      run: () => {},
      count: () => {},
    },
    'messenger',
    channel.capabilities,
  )
  let messages = 0
  let running: Claim | undefined

  async function work(): Promise<void> {
    const claims = await journal.write(db => claimDue(journal, db, 'bench', [{ kinds: ALL_KINDS, limit: 100 }]))
    const due = claims.filter(({ kind }) => kind === 'outbox')
    for (const claim of due) {
      running = claim
      try {
        const outcome = await handler.run(claim, undefined, new AbortController().signal)
        const again = outcome && 'againAt' in outcome ? outcome.againAt : undefined
        await journal.write(db => complete(journal, db, claim, again))
      } catch (error) {
        if (!(error instanceof LeaseLost)) throw error
      }
    }
    if (due.length > 0) await work()
  }

  return {
    ...opened,
    channel,
    state,
    desk,
    work,
    async say(address, texts, operation) {
      messages += 1
      await accept(journal, address, `${address}-${messages}-${clock.now()}`)
      for (const turn of await claimTurns(journal)) await finish(journal, turn, texts, operation)
    },
    async staffTakesOver(address) {
      await clock.advance(1)
      const { id, seq } = await journal.db
        .updateTable('conversation')
        .set(eb => ({ mode: 'staff', seq: eb('seq', '+', 1) }))
        .where('address', '=', address)
        .returning(['id', 'seq'])
        .executeTakeFirstOrThrow()
      const text = 'This is Olga.'
      await journal.db
        .insertInto('message')
        .values({
          business: journal.business,
          id: `staff-${seq}`,
          conversation: id,
          seq,
          author: 'staff',
          content: JSON.stringify({ text, locale: 'en', author: 'staff' }),
          text,
          turn: null,
          at: clock.now(),
        })
        .execute()
    },
    async pass(ms) {
      const end = clock.now() + ms
      for (await work(); clock.now() < end; await work()) {
        const left = end - clock.now()
        await clock.advance(Math.min(Math.max((await untilDue(journal)) ?? left, 1), left))
      }
    },
    async workWhileTimePasses() {
      let isOver = false
      const working = work().finally(() => {
        isOver = true
      })
      while (!isOver) {
        for (let round = 0; round < 20 && !isOver; round += 1) await new Promise(resolve => setImmediate(resolve))
        const claim = running
        if (!isOver && claim) await journal.write(db => renew(journal, db, claim))
        if (!isOver) await clock.advance(1_000)
      }
      await working
    },
    async rows() {
      const rows = await journal.db.selectFrom('outbox').selectAll().orderBy('conversation').orderBy('seq').execute()
      return rows.map(({ payload, status, attempts, id }) => ({ text: JSON.parse(payload).text, status, attempts, id }))
    },
    deliver: event => desk.deliver(event),
  }
}
