import plugin from '../../../../core/cli/templates/channel/src/index.ts'
import { options, startProvider } from '../../../../core/cli/templates/channel/test/provider.ts'
import type { ChannelSubject } from '../../../../core/testkit/index.ts'
import raven from './raven/index.ts'
import { startRookery, token } from './raven/provider.ts'

/** The channel that its provider calls, as the scaffold writes it. */
export const calledChannel: ChannelSubject = {
  plugin,
  module: import.meta.resolve('../../../../core/cli/templates/channel/src/index.ts'),
  config: url => ({ ...options, apiUrl: url }),
  provider: startProvider,
}

/** The channel that asks its provider. */
export const askingChannel: ChannelSubject = {
  plugin: raven,
  module: import.meta.resolve('./raven/index.ts'),
  config: apiUrl => ({ token, apiUrl }),
  provider: startRookery,
}
