import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/onec/index.ts'
import { startOnec } from '../../fakes/onec/index.ts'
import { optionsFor } from './salon.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/onec/index.ts'),
  config: optionsFor,
  fake: startOnec,
})
