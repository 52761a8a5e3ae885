import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/amocrm/index.ts'
import { startAmoFake, TOKEN } from '../../fakes/amocrm/index.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/amocrm/index.ts'),
  // Waiting for a turn under amoCRM's limit moves the clock: the first time of the day must outlive it.
  config: url => ({
    account: url,
    token: TOKEN,
    pipeline: 'Visits',
    services: { catalog: 'Services' },
    noticeMinutes: 30,
  }),
  fake: startAmoFake,
})
