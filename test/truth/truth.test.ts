import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Locale } from '../../core/contract/index.ts'
import { createTexts } from '../../core/dialog/texts.ts'
import { checkSpoken } from '../../core/dialog/truth/check.ts'
import { salon } from '../core/runtime/open-runtime.ts'
import type { Family } from './family.ts'
import { alarmRateOf, measure, recallOf } from './measure.ts'
import { FIRST_HOLDOUT, HELD_FAMILIES, KNOWN_PHRASINGS, TUNED_FAMILIES } from './phrasings.ts'
import { namesOf, truthOf, type World } from './salon.ts'
import { type Sample, samplesOf, samplesOfFamily } from './sets.ts'

/** Another seed than that of the printed figures: other facts in the same phrasings. */
const SEED = 7

/** What has been reached: it may rise, never fall. Of families that the detector has never met less is known. */
const FLOORS = {
  known: { recall: 0.98, alarms: 0.005 },
  holdout: { recall: 0.98, alarms: 0.005 },
  tuned: { recall: 0.98, alarms: 0.005 },
  held: { recall: 0.83, alarms: 0.045 },
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
  'outcome.changed': 'moved',
  'outcome.gone': 'cancelled',
  'truth.visit': 'booked',
  'truth.requested': 'requested',
}

/** The sets; of the long ones every fourth sample. */
function setsOf(locale: Locale) {
  const few = (samples: readonly Sample[]) => samples.filter((_, index) => index % 4 === 0)
  const of = (families: readonly Family[]) => families.flatMap(family => samplesOfFamily(family, locale, SEED))
  return [
    ['known', few(samplesOf(KNOWN_PHRASINGS[locale], locale, SEED))],
    ['holdout', samplesOf(FIRST_HOLDOUT[locale], locale, SEED)],
    ['tuned', few(of(TUNED_FAMILIES[locale]))],
    ['held', of(HELD_FAMILIES[locale])],
  ] as const
}

describe('spoken truth', () => {
  for (const locale of ['ru', 'en'] as const)
    for (const [set, samples] of setsOf(locale))
      it(`tells false promises from all else, ${set}, ${locale}`, () => {
        const measured = measure(samples, 1)
        const { recall, alarms } = FLOORS[set]
        // What the held families miss is nobody's to read.
        const shown = (missed: readonly { why: string; text: string }[]) =>
          set === 'held' ? '' : missed.map(({ why, text }) => `${why}: ${text}`).join('\n')
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

  for (const [locale, world, text, left] of [
    [
      'en',
      'nothing',
      'Perfect! You are booked for Tuesday at 3. Olga will be waiting, please come early. We take cards.',
      'We take cards.',
    ],
    [
      'en',
      'nothing',
      "You're in on Tuesday at noon. If your plans change, let me know. Anything else?",
      'Anything else?',
    ],
    [
      'ru',
      'booked',
      'Готово! Вы записаны на вторник в полдень. Возьмите с собой паспорт. Адрес: Садовая, 5.',
      'Адрес: Садовая, 5.',
    ],
    ['ru', 'nothing', 'Закинула вас к Анне на вторник. Она вас встретит. Есть парковка.', 'Есть парковка.'],
  ] as const)
    it(`lets fall with what is not so what goes on about it: ${text}`, () => {
      assert.equal(checkSpoken(text, truthOf(world, locale), namesOf(locale)).text, left)
    })

  const { offered: _, ...nothing } = truthOf('nothing', 'en')
  const found = { ...nothing, offered: [{ date: '2026-11-27', time: '15:00' }] }
  for (const [text, isKept] of [
    ['Friday, 15:00, Anna.', true],
    ['Friday, 16:00, Anna.', false],
    ["You're all set for Friday at 15:00.", false],
    ['Am 27.11. um 15 Uhr ist Anna frei.', true],
    ['Ihr Termin ist am 27.11. um 16 Uhr.', false],
    ['Ви записані на 28.11 о 15:00.', false],
    ['Wir haben von 10:00 bis 20:00 offen.', true],
    ['Soll ich 16:00 eintragen?', true],
    ['Une manucure coûte 1500 ₽ chez nous.', true],
    ['Une manucure coûte 900 ₽ chez nous.', false],
  ] as const)
    it(`holds bare figures against what this turn found: ${text}`, () => {
      assert.equal(checkSpoken(text, found, namesOf('en')).text === text, isKept)
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
          people: 'one',
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
