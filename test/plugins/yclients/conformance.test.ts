import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/yclients/index.ts'
import { COMPANY_ID, PARTNER_TOKEN, startYclients, USER_TOKEN } from '../../fakes/yclients/index.ts'

const config = (apiUrl: string) => ({
  apiUrl,
  partnerToken: PARTNER_TOKEN,
  userToken: USER_TOKEN,
  companyId: COMPANY_ID,
})
const module = import.meta.resolve('../../../plugins/crm/yclients/index.ts')

testCrm({
  plugin,
  module,
  config,
  fake: startYclients,
})

/** The other way to write, and a provider that forgets what was deleted. */
testCrm({
  plugin,
  module,
  config: url => ({ ...config(url), route: 'journal' }),
  fake: world => startYclients(world, { forgetsDeleted: true }),
})
