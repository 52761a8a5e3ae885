import type { Call, Clock } from '../contract/index.ts'
import { textOf } from './answer-text.ts'
import type { BrainHooks } from './brains.ts'
import type { CheckWords } from './truth/check.ts'

/** Often enough to be read along, seldom enough for a provider's limits; what is answered faster needs no draft. */
const EVERY_MS = 300
/** A draft that takes longer than this is of no use any more. */
const SEND_WITHIN_MS = 2_000
/** How long the message waits for a draft that is under way, so that it does not arrive after it. */
const END_WITHIN_MS = 500

/** Shows a channel what is being written in one turn. */
export interface Drafts {
  /** For an answer that begins now; what was shown of the one before stays until there is something new. */
  begin(check: CheckWords): BrainHooks
  /** Nothing is shown from here on. */
  end(): Promise<void>
}

/** What drafts are made with. */
export interface DraftsOptions {
  clock: Clock
  signal: AbortSignal
  textLength: number
  send(text: string, call: Call): Promise<void>
}

/** For channels that show no drafts: what comes stays inside. */
export const NO_DRAFTS: Drafts = {
  begin: () => ({ onText() {}, hasLeft: () => false, onRestart() {} }),
  async end() {},
}

/** Makes the drafts of a turn: at most one is under way, and one that fails is the last. */
export function createDrafts({ clock, signal, textLength, send }: DraftsOptions): Drafts {
  const over = new AbortController()
  const ended = AbortSignal.any([signal, over.signal])
  let nextAt = clock.now() + EVERY_MS
  let written = ''
  let shown = ''
  let hasLeft = false
  let work: Promise<void> | undefined
  let check: CheckWords | undefined

  /** What is not so is no more said in a draft than in a message. */
  async function showable(): Promise<string> {
    const checked = await check?.(textOf([{ type: 'text', text: written }]))
    return checked?.text.slice(0, textLength) ?? ''
  }

  async function show(): Promise<void> {
    while (!ended.aborted) {
      await clock.sleep(Math.max(0, nextAt - clock.now()), ended)
      const text = await showable()
      if (ended.aborted || text === '' || text === shown) return
      nextAt = clock.now() + EVERY_MS
      shown = text
      hasLeft = true
      const late = AbortSignal.timeout(SEND_WITHIN_MS)
      await send(text, { signal: AbortSignal.any([ended, late]), deadline: clock.now() + SEND_WITHIN_MS })
    }
  }

  return {
    begin(checkWords) {
      check = checkWords
      written = ''
      hasLeft = false
      return {
        onText(text) {
          written += text
          work ??= show().then(
            () => {
              work = undefined
            },
            // It stays set: whoever refused one draft is sent no more of this turn.
            () => undefined,
          )
        },
        hasLeft: () => hasLeft,
        onRestart() {
          written = ''
        },
      }
    },
    async end() {
      over.abort()
      if (!work) return
      const patience = new AbortController()
      const late = clock.sleep(END_WITHIN_MS, patience.signal).catch(() => undefined)
      await Promise.race([work, late])
      patience.abort()
    },
  }
}
