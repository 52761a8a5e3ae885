import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Locale } from '../../core/contract/index.ts'
import { createTexts } from '../../core/dialog/texts.ts'
import { checkSpoken } from '../../core/dialog/truth/check.ts'
import { salon } from '../core/runtime/open-runtime.ts'
import { HOLDOUT_EN } from './holdout-en.ts'
import { HOLDOUT_RU } from './holdout-ru.ts'
import { alarmRateOf, measure, recallOf } from './measure.ts'
import { namesOf, truthOf, type World } from './salon.ts'
import { KNOWN_PHRASINGS, samplesOf } from './sets.ts'

/** Another seed than that of the printed figures: other facts in the same phrasings. */
const SEED = 7

/** What has been reached: it may rise, never fall. Of phrasings that the detector has never met less is known. */
const FLOORS = {
  known: { ru: { recall: 0.98, alarms: 0.005 }, en: { recall: 0.98, alarms: 0.005 } },
  holdout: { ru: { recall: 0.92, alarms: 0.01 }, en: { recall: 0.8, alarms: 0.005 } },
} as const

/** What the desk says by itself. */
const OWN =
  /^(?:outcome|truth|ask|times|slot|visits|handover|desk|help|leave|privacy|crm|llm|turn|media|location|contact)(?:\.|$)/u

/** What is said in each of these texts holds only where that is so. */
const WORLDS: Readonly<Record<string, World>> = {
  'outcome.booked': 'booked',
  'outcome.requested': 'requested',
  'outcome.moved': 'moved',
  'outcome.half-moved': 'moved',
  'outcome.cancelled': 'cancelled',
  'outcome.absent.move': 'booked',
  'outcome.absent.cancel': 'booked',
  'truth.visit': 'booked',
  'truth.requested': 'requested',
}

describe('spoken truth', () => {
  for (const locale of ['ru', 'en'] as const)
    for (const [set, phrasings] of [
      ['known', KNOWN_PHRASINGS[locale]],
      ['holdout', locale === 'ru' ? HOLDOUT_RU : HOLDOUT_EN],
    ] as const)
      it(`tells false promises from all else, ${set}, ${locale}`, () => {
        const measured = measure(
          samplesOf(phrasings, locale, SEED).filter((_, index) => set === 'holdout' || index % 4 === 0),
          1,
        )
        const { recall, alarms } = FLOORS[set][locale]
        const shown = (samples: readonly { why: string; text: string }[]) =>
          samples.map(({ why, text }) => `${why}: ${text}`).join('\n')
        assert.ok(recallOf(measured) >= recall, `${recallOf(measured)}\n${shown(measured.missed)}`)
        assert.ok(alarmRateOf(measured) <= alarms, `${alarmRateOf(measured)}\n${shown(measured.alarms)}`)
      })

  for (const text of [
    'B\u200cooked! Monday 10:00, haircut.',
    '𝐁𝐨𝐨𝐤𝐞𝐝 for Monday at 10:00!',
    'Вooked for Monday at 10:00.',
    '**Boo**ked for Monday 10:00.',
    'Booking no. 4711 confirmed: haircut, Monday, 10:00.',
    'Booking #12 is confirmed for Monday at 10:00.',
    'Slot reserved: Mon 10:00 (Anna).',
    'Your confirmation number is A-4711.',
    'Locked in for Monday, 10am! See you then.',
    'Pencilled in, Monday 10:00.',
  ])
    it(`is not fooled by the way in which it is written: ${text}`, () => {
      assert.notEqual(checkSpoken(text, truthOf('nothing', 'en'), namesOf('en')).text, text)
    })

  for (const locale of ['ru', 'en'] as const satisfies readonly Locale[])
    it(`finds nothing to mend in the desk's own texts, ${locale}`, async () => {
      const { texts } = await salon()
      const say = createTexts(texts)
      for (const key of Object.keys(texts[locale]).filter(name => OWN.test(name))) {
        const world = WORLDS[key] ?? 'nothing'
        const [time, day] = world === 'moved' ? ['16:30', 28] : ['15:00', 27]
        const when =
          locale === 'ru'
            ? `${day === 28 ? 'суббота' : 'пятница'}, ${day} ноября, ${time}`
            : `${day === 28 ? 'Saturday' : 'Friday'}, ${day} November, ${time}`
        const values = {
          when,
          date: when,
          time,
          services: locale === 'ru' ? 'Маникюр' : 'Manicure',
          employee: locale === 'ru' ? 'Анна' : 'Anna',
          price: '1 500 ₽',
          address: 'Mirabelle, 5',
          company: 'Mirabelle',
          reason: 'none',
          name: 'Мария',
          phone: '+7 916 123-45-67',
          comment: '—',
          kind: 'book',
          card: 'none',
          url: 'none',
          back: 'Назад',
          hours: '10:00–20:00',
        }
        const text = say(locale, key, values)
        assert.equal(checkSpoken(text, truthOf(world, locale), namesOf(locale)).text, text, key)
      }
    })
})
