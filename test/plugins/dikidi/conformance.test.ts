import { testCrm } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/crm/dikidi/index.ts'
import { SECRET, startPlatformFake } from '../../fakes/dikidi/index.ts'

testCrm({
  plugin,
  module: import.meta.resolve('../../../plugins/crm/dikidi/index.ts'),
  config: url => ({
    bookingPage: 'https://dikidi.net/550001',
    bridge: { url, secret: SECRET, answersTo: 'https://desk.example.com' },
    services: [
      { id: 'cut', name: 'Haircut', durationMinutes: 60, price: 45 },
      { id: 'colour', name: 'Colouring', durationMinutes: 90, price: { from: 80, to: 120 } },
    ],
    employees: [
      { id: 'anna', name: 'Anna' },
      { id: 'boris', name: 'Boris', services: ['cut'] },
    ],
  }),
  fake: startPlatformFake,
})
