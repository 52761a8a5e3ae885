import { testStorage } from '../../../../testkit/index.ts'
import plugin from '../src/index.ts'
import { PASSWORD, startServer } from './server.ts'

testStorage({
  plugin,
  module: import.meta.resolve('../src/index.ts'),
  config: url => ({ url, password: PASSWORD }),
  fake: startServer,
})
