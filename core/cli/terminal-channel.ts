import type { Writable } from 'node:stream'
import type { ChannelInstance, ChoiceOption, OutboundMessage } from '../contract/index.ts'

/** A channel that writes to a terminal and numbers its buttons. */
export interface TerminalChannel extends ChannelInstance {
  /** The button behind a number of the last message. */
  choice(number: number): ChoiceOption | undefined
}

function shown(message: OutboundMessage): string {
  const text = message.text.replace(/\*\*(.+?)\*\*/g, '$1')
  const options = message.choices?.options ?? []
  const buttons = options.map(
    (option, index) => `  [${index + 1}] ${option.label}${option.hint ? `  (${option.hint})` : ''}`,
  )
  return [text, ...buttons].join('\n')
}

/** The channel of `aiadmin chat`. */
export function createTerminalChannel(stdout: Writable): TerminalChannel {
  let last: readonly ChoiceOption[] = []
  return {
    capabilities: {
      receives: 'webhook',
      delivery: 'stored',
      burstMs: 0,
      verifiesPhone: false,
      affinity: 'process',
      choices: { max: 30, labelLength: 80 },
      contactRequest: false,
      media: [],
      textLength: 10_000,
    },
    async start() {},
    async stop() {},
    async send({ message, key }) {
      last = message.choices?.options ?? []
      stdout.write(`\n${shown(message)}\n`)
      return { providerIds: [key] }
    },
    choice: number => last[number - 1],
  }
}
