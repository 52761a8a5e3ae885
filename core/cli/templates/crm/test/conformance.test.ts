import { testCrm } from '../../../../testkit/index.ts'
import plugin from '../src/index.ts'
import { startFake, TOKEN } from './fake.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../src/index.ts'),
  config: url => ({ apiUrl: url, token: TOKEN }),
  fake: startFake,
})
