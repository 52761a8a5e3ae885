import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/altegio/index.ts'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN } from '../../fakes/yclients/index.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/altegio/index.ts'),
  config: apiUrl => ({ apiUrl, partnerToken: PARTNER_TOKEN, userToken: USER_TOKEN, companyId: COMPANY_ID }),
  fake: world => startYclients(world, { provider: 'altegio' }),
})
