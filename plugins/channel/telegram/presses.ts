import type { Call, PluginContext } from '../../../core/contract/index.ts'
import type { Ask } from './api.ts'
import { isBadRequest } from './failure.ts'
import { pressedKeyboard } from './keyboard.ts'
import type { Press } from './update.ts'

const WITHIN_MS = 15_000

/**
 * Ends the turning of a pressed button and leaves it alone in its message, marked. Nobody waits for it: what fails here the client
 * hardly sees.
 */
export function createPresses(
  { clock, log, signal }: PluginContext,
  ask: Ask,
): (press: Press, isStored: boolean) => void {
  async function attempt(what: string, work: (call: Call) => Promise<unknown>): Promise<void> {
    try {
      await work({ signal, deadline: clock.now() + WITHIN_MS })
    } catch (failure) {
      // The press is too old to be answered, or its message looks like that already.
      if (signal.aborted || isBadRequest(failure)) return
      log.debug({ err: failure }, what)
    }
  }

  return ({ id, data, message }, isStored) => {
    void attempt('a press could not be answered', call =>
      ask(api => api.answerCallbackQuery({ callback_query_id: id }), { call }),
    )
    const reply_markup = message && isStored ? pressedKeyboard(message.buttons, data) : undefined
    if (!message || !reply_markup) return
    const head = { chat_id: message.chat, message_id: message.id }
    void attempt('used buttons could not be marked', call =>
      ask(api => api.editMessageReplyMarkup({ ...head, reply_markup }), { call }),
    )
  }
}
