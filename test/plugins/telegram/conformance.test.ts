import { describe } from 'node:test'
import { testChannel } from '../../../core/testkit/index.ts'
import telegram from '../../../plugins/channel/telegram/index.ts'
import { webhookSecret } from '../../../plugins/channel/telegram/webhook.ts'
import { startKitProvider, TOKEN } from '../../fakes/telegram/kit-provider.ts'

for (const mode of ['polling', 'webhook'] as const)
  describe(`telegram with mode: ${mode}`, () => {
    testChannel({
      plugin: telegram,
      module: import.meta.resolve('../../../plugins/channel/telegram/index.ts'),
      config: url => ({ token: TOKEN, mode, apiRoot: url }),
      provider: world => startKitProvider(world, mode === 'webhook' ? webhookSecret(TOKEN) : ''),
    })
  })
