import { testChannel } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/channel/whatsapp/index.ts'
import { options } from '../../fakes/whatsapp/index.ts'
import { startProvider } from '../../fakes/whatsapp/provider.ts'

testChannel({
  plugin,
  module: import.meta.resolve('../../../plugins/channel/whatsapp/index.ts'),
  config: url => ({ ...options, apiUrl: url }),
  provider: startProvider,
})
