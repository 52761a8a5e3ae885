import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/local/index.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/local/index.ts'),
  config: {
    services: [
      { id: 'cut', name: 'Haircut', durationMinutes: 60, price: 45 },
      { id: 'colour', name: 'Colouring', durationMinutes: 90, price: { from: 80, to: 120 } },
    ],
    employees: [
      { id: 'anna', name: 'Anna' },
      { id: 'boris', name: 'Boris', services: ['cut'] },
    ],
  },
})
