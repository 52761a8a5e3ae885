import { testLlm } from '../../../../testkit/index.ts'
import plugin from '../src/index.ts'
import { sayAsAcme } from './wire.ts'

testLlm({
  plugin,
  module: import.meta.resolve('../src/index.ts'),
  config: url => ({ apiUrl: url, apiKey: 'a-made-up-key-of-acme', model: 'acme-1' }),
  wire: sayAsAcme,
})
