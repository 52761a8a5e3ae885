import type { CrmPlugin } from '../../../core/contract/index.ts'
import { createDialectCrm, type Dialect, optionsSchema, texts } from '../yclients-dialect/index.ts'

const configSchema = optionsSchema('https://api.yclients.ru/api/v1', ['https://api.yclients.com/api/v1'], 'YCLIENTS')

const dialect: Dialect = {
  name: 'yclients',
  title: 'YCLIENTS',
  accept: 'application/vnd.yclients.v2+json',
  servicesPath: companyId => `/company/${companyId}/services`,
  journalTime: 'offset',
  readsEightAsSeven: true,
  hookFlags: [],
}

export default {
  kind: 'crm',
  apiVersion: 1,
  name: 'yclients',
  description: 'Visits are booked in YCLIENTS, by the rules of its online booking or in its journal.',
  configSchema,
  texts,
  create: context => createDialectCrm(context, dialect),
} satisfies CrmPlugin<typeof configSchema>
