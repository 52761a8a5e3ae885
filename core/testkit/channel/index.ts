import { registerSuite } from '../run.ts'
import type { ChannelSubject } from './bench.ts'
import { channelSuite } from './suite.ts'

export type { ChannelSubject } from './bench.ts'
export type {
  Attempt,
  ChannelProvider,
  ClientAct,
  DeskAddress,
  MediaKind,
  ProviderEvent,
  ProviderMoment,
  Refusals,
  ShownMessage,
} from './provider.ts'
export { channelSuite } from './suite.ts'

/** Registers the conformance tests of a channel with node's test runner. */
export function testChannel(subject: ChannelSubject): void {
  const parts = channelSuite(subject)
  registerSuite(parts.suite, parts.subject)
}
