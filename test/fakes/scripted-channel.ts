import type {
  ChannelCapabilities,
  ChannelInstance,
  Desk,
  ErrorCode,
  OutboundMessage,
} from '../../core/contract/index.ts'
import { plainAbilities } from './channel-abilities.ts'

/** How one call of `send` behaves; without one the message is sent. */
export type SendMood =
  | { throws: ErrorCode; retryAfterMs?: number }
  /** It arrives, and nobody answers so. */
  | { throwsAfterSending: ErrorCode }
  | { hangs: true }

/** A channel in memory whose every answer a test can spoil. */
export interface ScriptedChannel extends ChannelInstance {
  /** Spoils the next sends, one after the other. */
  next(...moods: readonly SendMood[]): void
  /** Every call of `send`. */
  readonly calls: { address: string; text: string; key: string; message: OutboundMessage }[]
  /** What clients have: a repeated key once, if the channel is idempotent. */
  received(address: string): readonly string[]
  /** The desk that it was started with. */
  readonly desk: Desk | undefined
}

/** Makes one. */
export function createScriptedChannel(capabilities: Partial<ChannelCapabilities> = {}): ScriptedChannel {
  const moods: SendMood[] = []
  const calls: ScriptedChannel['calls'] = []
  const arrived: ScriptedChannel['calls'] = []
  let desk: Desk | undefined

  return {
    capabilities: { ...plainAbilities, ...capabilities },
    calls,
    next: (...wanted) => void moods.push(...wanted),
    received(address) {
      const own = arrived.filter(message => message.address === address)
      const isOnce = capabilities.delivery === undefined || capabilities.delivery === 'idempotent'
      const seen = isOnce ? [...new Map(own.map(message => [message.key, message])).values()] : own
      return seen.map(({ text }) => text)
    },
    get desk() {
      return desk
    },
    async start(given) {
      desk = given
    },
    async stop() {
      desk = undefined
    },
    async send({ address, message, key }) {
      const call = { address, text: message.text, key, message }
      calls.push(call)
      const mood = moods.shift()
      const coded = (code: ErrorCode, details = {}) => Object.assign(new Error(code), { code, ...details })
      if (mood && 'throws' in mood) {
        const { throws, ...details } = mood
        throw coded(throws, details)
      }
      if (mood && 'hangs' in mood) await new Promise(() => {})
      arrived.push(call)
      if (mood && 'throwsAfterSending' in mood) throw coded(mood.throwsAfterSending)
      return { providerIds: [`id-of-${key}`] }
    },
  }
}
