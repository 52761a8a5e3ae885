import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { TEMPLATE_VALUES } from '../../../config/template.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn, text } from '../../support/running-desk/model.ts'
import { company } from '../../support/running-desk/salon.ts'

const HAIRCUT = { service_ids: ['haircut'], date_from: '2026-11-24', date_to: '2026-11-24' }

/** A prompt that names every documented value, each on a line of its own. */
const EVERYTHING = Object.entries(TEMPLATE_VALUES)
  .flatMap(([root, members]) => [
    `@${root}={{ ${root} | json }}`,
    ...members.map(member => `@${root}.${member}={{ ${root}.${member} | json }}`),
  ])
  .join('\n')

function valuesIn(system: string): Map<string, unknown> {
  const lines = [...system.matchAll(/^@([\w.]+)=(.*)$/gm)]
  return new Map(lines.map(([, name = '', json = 'null']) => [name, JSON.parse(json)]))
}

const WHOLE_COMPANY = company({
  website: 'https://mirabelle.example',
  about: { ru: 'Салон', en: 'A salon' },
  directions: 'From the metro to the left',
  faq: [{ question: { ru: 'Дети?', en: 'Children?' }, answer: { ru: 'Да', en: 'Yes' } }],
  hours: { 'mon-fri': '10:00-20:00', sat: '10:00-14:00', exceptions: { '2026-11-25': 'closed' } },
})

describe('the prompt', () => {
  it('knows every documented value, empty and filled, and no other', async t => {
    const states = {
      GREETING: everywhere(),
      CONFIRMING: everywhere(),
      BOOKING: everywhere(),
      COLLECTING_INFO: everywhere(),
    }
    const desk = await startDesk({ model: 'alone', config: { company: WHOLE_COMPANY, dialog: { states } } })
    t.after(() => desk.stop())
    const { model } = desk
    const anna = desk.client('anna')
    let system = ''
    const see = (request: { system: string }) => {
      system = request.system
      return text('OK.')
    }

    model.will(see)
    await anna.says('Hi')
    const empty = valuesIn(system)
    for (const [root, members] of Object.entries(TEMPLATE_VALUES)) {
      assert.ok(empty.has(root), root)
      for (const member of members) assert.ok(empty.has(`${root}.${member}`), `${root}.${member}`)
      if (members.length > 0 && root !== 'pending')
        assert.deepEqual(Object.keys(Object(empty.get(root))).sort(), [...members].sort(), root)
    }
    assert.deepEqual(empty.get('pending'), null)
    assert.deepEqual(empty.get('offered'), [])
    assert.equal(empty.get('company.about'), 'A salon')
    assert.deepEqual(empty.get('company.faq'), [{ question: 'Children?', answer: 'Yes' }])
    assert.deepEqual(empty.get('now'), {
      instant: Object(empty.get('now')).instant,
      date: '2026-11-23',
      time: '09:00',
      weekday: 'mon',
    })

    model.will(
      call('create_client', { name: 'Anna', phone: '+79161234567' }),
      call('get_available_slots', { ...HAIRCUT, employee_id: 'ivan' }),
      request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
    )
    await anna.says('A haircut tomorrow at noon with Ivan')
    model.will(see)
    await anna.says('How long does it take?')
    const full = valuesIn(system)
    assert.deepEqual(full.get('client'), { name: 'Anna', phone_known: true, verified: false })
    assert.deepEqual(full.get('draft.services'), [{ id: 'haircut', name: 'Haircut' }])
    assert.deepEqual(full.get('draft.employee'), { id: 'ivan', name: 'Ivan' })
    assert.equal(Object(full.get('draft.slot')).time, '12:00')
    assert.equal(full.get('pending.kind'), 'book')
    assert.deepEqual(Object.keys(Object(full.get('pending'))).sort(), [...(TEMPLATE_VALUES['pending'] ?? [])].sort())
    assert.match(String(full.get('pending.summary')), /Haircut.*12:00/s)
    assert.ok(Array.isArray(full.get('offered')) && Object(full.get('offered')).length > 5)
    assert.equal(full.get('facts.awaiting_consent'), true)
    // The client's phone is in the summary that they were shown, and nowhere else.
    assert.doesNotMatch(system.replaceAll(/.*pending.*|Name: Anna, \+7.*/g, ''), /9161234567|916 123/)

    await anna.presses('Confirm')
    const [visit] = (await anna.sends({ command: 'my' })).visits
    model.will(call('get_available_slots', { ...HAIRCUT, appointment_id: visit?.id }), see)
    await anna.says('Move it')
    assert.equal(Object(valuesIn(system).get('draft.moving')).appointment_id, visit?.id)
  })

  it('has the calendar of the coming days, so that nobody computes dates', async t => {
    const desk = await startDesk({ model: 'alone', config: { company: WHOLE_COMPANY } })
    t.after(() => desk.stop())
    let system = ''
    desk.model.will(request => {
      system = request.system
      return text('OK.')
    })
    await desk.client('anna').says('Hi')
    assert.match(system, /^2026-11-23 mon 10:00-20:00$/m)
    assert.match(system, /^2026-11-25 wed closed$/m)
    assert.match(system, /^2026-11-28 sat 10:00-14:00$/m)
    assert.match(system, /^2026-11-29 sun closed$/m)
    assert.equal(system.match(/^2026-1[12]-\d\d \w{3} /gm)?.length, 21)
    assert.match(system, /Question: Children\? Answer: Yes/)
  })

  it('and the texts are the operator’s to change', async t => {
    const desk = await startDesk({
      model: 'alone',
      config: {
        dialog: {
          persona: { en: 'You are {{ company.name }}’s butler.' },
          states: { GREETING: { prompt: { en: 'Bow.' } } },
        },
        texts: {
          en: {
            handover: 'Fetching a human.',
            'choice.desk': 'Robot, please',
            'prompt.frame': 'It is {{ now.weekday }}.',
          },
        },
      },
    })
    t.after(() => desk.stop())
    const anna = desk.client('anna')
    let system = ''
    desk.model.will(request => {
      system = request.system
      return text('Sir.')
    })
    await anna.says('Hi')
    assert.equal(system, 'You are Mirabelle’s butler.\n\nIt is mon.\n\nBow.')
    const handed = await anna.sends({ command: 'human' })
    assert.match(handed.text, /^Fetching a human\./)
    assert.deepEqual(handed.labels, ['Robot, please'])
  })

  it('with a mistake that the check can not see does not silence the desk', async t => {
    const desk = await startDesk({
      model: 'alone',
      config: {
        company: WHOLE_COMPANY,
        dialog: { states: { GREETING: { prompt: { en: 'Asked: {{ company.faq[0].colour }}.' } } } },
      },
    })
    t.after(() => desk.stop())
    let system = ''
    desk.model.will(request => {
      system = request.system
      return text('Hello!')
    })
    assert.equal((await desk.client('anna').says('Hi')).text, 'Hello!')
    assert.match(system, /Asked: \.$/)
  })
})

describe('what a model is shown of the history', () => {
  it('is a window of it, with what buttons meant and without the phones of contacts', async t => {
    const desk = await startDesk({ model: 'alone', config: { dialog: { historyMessages: 4 } } })
    t.after(() => desk.stop())
    const anna = desk.client('anna')
    desk.model.always(({ clientText }) => text(`Heard: ${clientText}`))
    for (const words of ['one', 'two', 'three']) await anna.says(words)
    await anna.sends({ contact: { phone: '+79161234567' } })
    let shown: readonly string[] = []
    desk.model.will(({ contents }) => {
      shown = contents.flatMap(({ parts = [] }) => parts.flatMap(part => part.text ?? []))
      return text('OK.')
    })
    await anna.says('five')
    assert.deepEqual(
      shown.filter(line => line !== '…'),
      ['three', 'Heard: three', '[contact]', 'Heard: [contact]', 'five'],
    )
  })
})

describe('a shared cache', () => {
  it('that is broken changes no answer', async t => {
    const broken = fileURLToPath(new URL('../../support/running-desk/broken-cache.ts', import.meta.url))
    const desk = await startDesk({ config: { storage: { sessions: { use: broken } } } })
    t.after(() => desk.stop())
    const anna = desk.client('anna')
    await anna.says('A haircut tomorrow at noon, Anna, +79161234567')
    assert.match((await anna.says('yes')).text, /You are booked/)
  })
})

const everywhere = () => ({ prompt: { en: EVERYTHING } })
