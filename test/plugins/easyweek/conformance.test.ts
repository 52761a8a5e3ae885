import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/easyweek/index.ts'
import { API_KEY, startEasyWeekFake, WORKSPACE } from '../../fakes/easyweek/index.ts'
import { LOCATION } from '../../fakes/easyweek/salon.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/easyweek/index.ts'),
  config: url => ({ apiKey: API_KEY, workspace: WORKSPACE, locationId: LOCATION, baseUrl: url }),
  fake: startEasyWeekFake,
})
