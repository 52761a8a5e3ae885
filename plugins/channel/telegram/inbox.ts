import type { Update } from 'grammy/types'
import type { Desk, PluginContext } from '../../../core/contract/index.ts'
import type { Press, Reader } from './update.ts'
import { readUpdate } from './update.ts'

/** What updates go through, however they came. */
export interface InboxParts {
  context: PluginContext
  reader(): Reader
  /** Ends the button's turning, and marks it once its press is stored. */
  endPress(press: Press, isStored: boolean): void
}

/** Takes one update; rejects when Telegram shall deliver it again. */
export type TakeUpdate = (desk: Desk, update: Update) => Promise<void>

/** Hands updates to the desk. What can never be stored, or read, is passed over: it would come for ever. */
export function createInbox({ context: { log }, reader, endPress }: InboxParts): TakeUpdate {
  function read(update: Update) {
    try {
      return readUpdate(update, reader())
    } catch (failure) {
      log.error({ err: failure, update: update.update_id }, 'an update could not be read and is passed over')
      return {}
    }
  }

  return async (desk, update) => {
    const { event, press } = read(update)
    let isStored = false
    try {
      if (event) await desk.deliver(event)
      isStored = event !== undefined
    } catch (failure) {
      if (Object(failure).code !== 'invalid') throw failure
      log.warn({ err: failure, update: update.update_id }, 'an update can not be stored')
    } finally {
      if (press) endPress(press, isStored)
    }
  }
}
