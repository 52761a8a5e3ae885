import type { Logger } from 'pino'
import type { ChannelInstance, Clock, Desk } from '../contract/index.ts'
import type { Ending } from '../plugins/ending.ts'

/** Between attempts to start a channel: 1 s, 2 s, 4 s … 60 s. */
const MAX_BACK_OFF_MS = 60_000

/** One channel's life: started again with back-off until it runs, while the others go on. */
export interface SupervisedChannel {
  readonly instance: string
  readonly channel: ChannelInstance
  isStarted(): boolean
  /** Since when it takes what its provider tells, by the desk's clock; undefined while it does not. */
  startedAt(): number | undefined
  /** Why it is not started; undefined when it is, or has not been tried. */
  failure(): string | undefined
  start(desk: Desk): void
  stop(): Promise<void>
}

/** Looks after one channel instance. */
export function superviseChannel(
  instance: string,
  channel: ChannelInstance,
  { log, clock, ending }: { log: Logger; clock: Clock; ending: Ending },
): SupervisedChannel {
  const stopping = new AbortController()
  let state: 'new' | 'starting' | 'started' | 'stopped' = 'new'
  let startedAt: number | undefined
  let failure: string | undefined
  let attempt: Promise<void> = Promise.resolve()

  async function tryUntilStarted(desk: Desk): Promise<void> {
    for (let backOffMs = 1_000; !stopping.signal.aborted; backOffMs = Math.min(backOffMs * 2, MAX_BACK_OFF_MS)) {
      try {
        await channel.start(desk)
        // It came up while the desk was stopping: `stop` has not waited for it.
        if (stopping.signal.aborted) return await end()
        state = 'started'
        startedAt = clock.now()
        failure = undefined
        log.info({ instance }, 'channel started')
        return
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error)
        log.error({ instance, err: error, againMs: backOffMs }, 'channel could not start and will be tried again')
        await clock.sleep(backOffMs, stopping.signal).catch(() => {})
      }
    }
  }

  const end = () => ending(instance, () => channel.stop())

  return {
    instance,
    channel,
    isStarted: () => state === 'started',
    startedAt: () => (state === 'started' ? startedAt : undefined),
    failure: () => failure,
    start(desk) {
      state = 'starting'
      attempt = tryUntilStarted(desk)
    },
    async stop() {
      const wasStarted = state === 'started'
      state = 'stopped'
      stopping.abort()
      await ending(instance, () => attempt)
      if (wasStarted) await end()
    },
  }
}
