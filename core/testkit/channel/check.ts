import type { ChannelInstance } from '../../contract/index.ts'
import type { ChannelBench, ChannelBenchOptions } from './bench.ts'
import type { ChannelProvider } from './provider.ts'

/** One promise of a channel. */
export interface ChannelCheck {
  id: string
  title: string
  /** Why this channel need not keep it: names what it does not declare, or what clients of its provider can't do. */
  unless?(channel: ChannelInstance, provider: ChannelProvider): string | undefined
  run(world: ChannelWorld): Promise<void>
}

/** Opens what a check wants; closed when the check ends. */
export interface ChannelWorld {
  /** An instance that is started. */
  open(options?: ChannelBenchOptions): Promise<ChannelBench>
  /** An instance whose routes listen already and that is not started. */
  openIdle(options?: ChannelBenchOptions): Promise<ChannelBench>
}

/** The reason of checks for channels that write to a provider. */
export const writesToNobody = ({ capabilities }: ChannelInstance): string | undefined =>
  capabilities.delivery === 'stored' ? "delivery: 'stored', so clients read the journal" : undefined

/** The reason of checks for channels that are called by their provider. */
export const hasNoWebhook = ({ capabilities }: ChannelInstance): string | undefined =>
  capabilities.receives === 'poll' ? "receives: 'poll'" : undefined

/** The reason of checks for channels that ask their provider. */
export const doesNotPoll = ({ capabilities }: ChannelInstance): string | undefined =>
  capabilities.receives === 'webhook' ? "receives: 'webhook'" : undefined

/** What the check can't do without; the author's provider lacks it though the capabilities promise it. */
export function needed<T>(member: T | undefined, name: string): T {
  if (member === undefined)
    throw new TypeError(
      `the provider that you gave to the kit needs \`${name}\`, as the plugin's capabilities promise it`,
    )
  return member
}
