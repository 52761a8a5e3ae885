import type { ChannelCapabilities } from '../../core/contract/index.ts'

/** What a channel of the tests can do: buttons enough, nothing fancy, one message may be sent twice. */
export const plainAbilities: ChannelCapabilities = {
  receives: 'webhook',
  delivery: 'idempotent',
  burstMs: 0,
  verifiesPhone: false,
  choices: { max: 40, labelLength: 80 },
  contactRequest: false,
  media: [],
  textLength: 4_000,
}
