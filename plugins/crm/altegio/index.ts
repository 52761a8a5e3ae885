import type { CrmPlugin } from '../../../core/contract/index.ts'
import { createDialectCrm, type Dialect, optionsSchema, texts } from '../yclients-dialect/index.ts'

const configSchema = optionsSchema('https://api.alteg.io/api/v1', [], 'Altegio')

const dialect: Dialect = {
  name: 'altegio',
  title: 'Altegio',
  accept: 'application/vnd.api.v2+json',
  servicesPath: companyId => `/services/${companyId}`,
  journalTime: 'wall',
  readsEightAsSeven: false,
  hookFlags: ['schedule', 'loyalty_card', 'self_sending'],
}

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'altegio',
  description: 'Visits are booked in Altegio, by the rules of its online booking or in its journal.',
  configSchema,
  texts,
  create: context => createDialectCrm(context, dialect),
} satisfies CrmPlugin<typeof configSchema>
