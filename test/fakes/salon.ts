import type { ChoiceGroup, VisitCard } from '../../core/contract/index.ts'
import type { Answering, FakeReply } from './desk.ts'

const salonVisit: VisitCard = {
  id: '71',
  status: 'booked',
  start: '2026-11-25T14:00:00+03:00',
  end: '2026-11-25T15:30:00+03:00',
  services: ['Женская стрижка', 'Укладка'],
  employee: 'Елена Соколова',
  priceText: '4 000 ₽',
  address: 'Москва, Садовая, 5',
}

const group = (
  kind: ChoiceGroup['kind'],
  options: readonly [id: string, label: string, hint?: string][],
): ChoiceGroup => ({
  kind,
  options: options.map(([id, label, hint]) => ({ id: id.padEnd(16, '0'), label, ...(hint ? { hint } : {}) })),
})

/** Days of November and December, and times of one of them, as the desk offers them. */
const days = (labels: Readonly<Record<string, string>>): ChoiceGroup => ({
  kind: 'days',
  options: Object.entries(labels).map(([date, label]) => ({ id: `d${date}`.padEnd(16, '0'), label, date })),
})
const times = (date: string, hours: readonly string[]): ChoiceGroup => ({
  kind: 'times',
  options: [
    ...hours.map(time => ({ id: `t${time.slice(0, 2)}`.padEnd(16, '0'), label: time, hint: 'Елена', date, time })),
    { id: 'other'.padEnd(16, '0'), label: 'Другие дни' },
  ],
})

const SCRIPT: readonly [asked: RegExp, reply: FakeReply][] = [
  [
    /Записаться|Book|\/book/,
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
    /cut|стрижк/i,
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
    /elena|Елен/,
    {
      text: 'У Елены свободно в эти дни:',
      choices: days({
        '2026-11-24': 'Вт 24 ноября',
        '2026-11-25': 'Ср 25 ноября',
        '2026-11-26': 'Чт 26 ноября',
        '2026-11-28': 'Сб 28 ноября',
        '2026-12-01': 'Вт 1 декабря',
        '2026-12-03': 'Чт 3 декабря',
      }),
    },
  ],
  [
    /d2026-11-25|25-/,
    {
      text: 'Среда, 25 ноября:',
      choices: times('2026-11-25', ['10:00', '11:30', '14:00', '16:30', '18:00', '19:00']),
    },
  ],
  [
    /t14|в два/,
    {
      text: 'Проверьте, пожалуйста:\n**Женская стрижка и укладка**\nсреда, 25 ноября, 14:00, Елена Соколова\n4 000 ₽\n\nВсё верно?',
      choices: group('confirm', [
        ['yes', 'Подтвердить'],
        ['change', 'Изменить'],
      ]),
    },
  ],
  [/yes|^да\b|^Да$/, { text: 'Готово, ждём вас!', visit: salonVisit }],
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
