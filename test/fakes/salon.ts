import type { ChoiceGroup, VisitCard } from '../../core/contract/index.ts'
import type { Answering, FakeReply } from './desk.ts'

const salonVisit: VisitCard = {
  id: '71',
  status: 'booked',
  start: '2026-11-25T14:00:00+03:00',
  end: '2026-11-25T15:30:00+03:00',
  services: ['Женская стрижка', 'Укладка'],
  employee: 'Елена Соколова',
}

const group = (
  kind: ChoiceGroup['kind'],
  options: readonly [id: string, label: string, hint?: string][],
): ChoiceGroup => ({
  kind,
  options: options.map(([id, label, hint]) => ({ id: id.padEnd(16, '0'), label, ...(hint ? { hint } : {}) })),
})

const SCRIPT: readonly [asked: RegExp, reply: FakeReply][] = [
  [
    /Записаться|Book/,
    {
      text: 'С удовольствием! На какую услугу?',
      choices: group('services', [
        ['cut', 'Женская стрижка', '2 500 ₽'],
        ['color', 'Окрашивание в один тон', 'от 4 800 ₽'],
        ['nails', 'Маникюр с покрытием', '2 100 ₽'],
        ['style', 'Укладка', '1 500 ₽'],
      ]),
    },
  ],
  [
    /cut/,
    {
      text: '**Женская стрижка**, 60 минут. К кому вас записать?',
      choices: group('employees', [
        ['elena', 'Елена', 'топ-стилист'],
        ['marina', 'Марина', 'стилист'],
        ['any', 'К любому мастеру'],
      ]),
    },
  ],
  [
    /elena/,
    {
      text: 'У Елены свободно в эти дни:',
      choices: group('days', [
        ['d24', 'Вт 24 ноября'],
        ['d25', 'Ср 25 ноября'],
        ['d26', 'Чт 26 ноября'],
        ['d28', 'Сб 28 ноября'],
      ]),
    },
  ],
  [
    /d25/,
    {
      text: 'Среда, 25 ноября:',
      choices: group('times', [
        ['t10', '10:00'],
        ['t11', '11:30'],
        ['t14', '14:00'],
        ['t16', '16:30'],
        ['t18', '18:00'],
        ['t19', '19:00'],
      ]),
    },
  ],
  [
    /t14/,
    {
      text: 'Проверьте, пожалуйста:\n**Женская стрижка и укладка**\nсреда, 25 ноября, 14:00, Елена Соколова\n4 000 ₽\n\nВсё верно?',
      choices: group('confirm', [
        ['yes', 'Подтвердить'],
        ['change', 'Изменить'],
      ]),
    },
  ],
  [/yes/, { text: 'Готово, ждём вас!', visit: salonVisit }],
  [
    /Цены|Prices/,
    { text: 'Стрижка **2 500 ₽**, укладка 1 500 ₽. Весь список: [наш сайт](https://salon.example/prices)' },
  ],
]

/** A salon that answers from a script, so that each kind of choice is seen once. */
export const answerAsSalon: Answering = ({ text, parts }) => {
  const [first] = parts
  const asked = first?.type === 'choice' ? first.id : text
  const found = SCRIPT.find(([pattern]) => pattern.test(asked))
  return [found ? found[1] : { text: `Вы написали: ${text}` }]
}
