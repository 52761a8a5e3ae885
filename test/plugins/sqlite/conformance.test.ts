import { testStorage } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/storage/sqlite/index.ts'
import { damageDatabase } from './damage.ts'

testStorage({
  plugin,
  module: import.meta.resolve('../../../plugins/storage/sqlite/index.ts'),
  config: {},
  takeAway: damageDatabase,
})
