import type { ChannelCapabilities, ChannelInstance } from '../contract/index.ts'
import type { SupervisedChannel } from './supervisor.ts'

/** What a turn may ask of its channel. */
export interface ChannelAbilities {
  /** @throws when the channel was taken out of the configuration. */
  capabilitiesOf(instance: string): ChannelCapabilities
  /** How a channel shows unfinished text; undefined when it does not. */
  draftOf(instance: string): ChannelInstance['draft']
  /** How a channel fetches what a client sent; undefined when it can't. */
  fetchMediaOf(instance: string): ChannelInstance['fetchMedia']
}

/** The abilities of the channels that are there. */
export function channelAbilities(channelOf: (instance: string) => SupervisedChannel | undefined): ChannelAbilities {
  return {
    capabilitiesOf(instance) {
      const found = channelOf(instance)
      if (!found) throw new Error(`the channel ${instance} is no longer configured`)
      return found.channel.capabilities
    },
    draftOf(instance) {
      const channel = channelOf(instance)?.channel
      return channel?.draft?.bind(channel)
    },
    fetchMediaOf(instance) {
      const channel = channelOf(instance)?.channel
      return channel?.fetchMedia?.bind(channel)
    },
  }
}
