import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/bitrix24/index.ts'
import { startFakeBitrix24, WEBHOOK_CODE } from '../../fakes/bitrix24/index.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/bitrix24/index.ts'),
  config: url => ({
    webhook: `${url}/rest/1/${WEBHOOK_CODE}/`,
    services: [
      { product: 'Haircut', durationMinutes: 60 },
      { product: '1266', durationMinutes: 90 },
    ],
    employees: [{ user: 'Anna Lee' }, { user: '8', services: ['Haircut'] }],
  }),
  fake: startFakeBitrix24,
})
