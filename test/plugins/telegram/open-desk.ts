import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Reach } from '../../../core/ledger/fail-points.ts'
import { startTelegramFake, type TelegramFake, type TelegramFakeOptions, TOKEN } from '../../fakes/telegram/index.ts'
import { type DeskOptions, type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'
import { createShiftedClock } from '../../support/running-desk/shifted-clock.ts'

/** A desk with its Telegram. */
export interface TelegramDesk {
  readonly fake: TelegramFake
  /** The desk that runs now. */
  readonly desk: RunningDesk
  /** Stops the desk and starts another one on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** What a test may set. */
export interface TelegramDeskOptions {
  mode?: 'polling' | 'webhook'
  /** More options of the channel. */
  channel?: Readonly<Record<string, unknown>>
  /** More blocks of `aiadmin.yaml`. */
  config?: Readonly<Record<string, unknown>>
  desk?: Omit<DeskOptions, 'config' | 'folder'>
  fake?: TelegramFakeOptions
  reach?: Reach
}

/** Starts both; with `mode: webhook` it is registered as `aiadmin setup` does it. */
export async function openTelegramDesk(options: TelegramDeskOptions = {}): Promise<TelegramDesk> {
  const { mode = 'polling' } = options
  const folder = await mkdtemp(join(tmpdir(), 'aiadmin-telegram-'))
  let running: RunningDesk | undefined
  const { now } = createShiftedClock(MONDAY)
  const fake = await startTelegramFake({
    now: () => running?.clock.now() ?? now(),
    // Neither the burst window nor the pace of a chat is waited for in real time.
    hurry: () => running?.clock.advance(300),
    ...options.fake,
  })
  const telegram = { use: 'telegram', with: { token: TOKEN, mode, apiRoot: fake.url, ...options.channel } }
  const start = async () => {
    const desk = await startDesk({ ...options.desk, folder, config: { channels: { telegram }, ...options.config } })
    if (mode === 'webhook') await register(desk)
    running = desk
    return desk
  }
  let desk = await start()
  return {
    fake,
    get desk() {
      return desk
    },
    async restart() {
      await desk.stop()
      desk = await start()
    },
    async close() {
      await desk.stop()
      await fake.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** `aiadmin setup`, for every channel. */
async function register(desk: RunningDesk): Promise<void> {
  const call = { signal: AbortSignal.timeout(5_000), deadline: Number.MAX_SAFE_INTEGER }
  for (const { channel } of desk.runtime.instances.channels) {
    assert.ok(channel.setup)
    await channel.setup({ publicUrl: desk.url }, call)
  }
}
