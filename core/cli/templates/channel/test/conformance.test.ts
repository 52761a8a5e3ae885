import { testChannel } from '../../../../testkit/index.ts'
import plugin from '../src/index.ts'
import { options, startProvider } from './provider.ts'

testChannel({
  plugin,
  module: import.meta.resolve('../src/index.ts'),
  config: url => ({ ...options, apiUrl: url }),
  provider: startProvider,
})
