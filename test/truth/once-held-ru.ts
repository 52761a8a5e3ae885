import { type Family, variants } from './family.ts'

/** Families that were held out until they were measured once; tuned with since. */
export const ONCE_HELD_RU: readonly Family[] = [
  {
    name: 'letters',
    kind: 'booked',
    phrasings: variants(`
Здравствуйте, Мария! [Направляю детали|Высылаю детали] вашего визита: {bareday}, {time}, {service}, {emp}, {price}.
Настоящим [уведомляем|подтверждаем], что {day} {attime} Вас [примет|обслужит] {emp}.
Ваше [посещение|бронирование] {onday} {attime} [учтено|внесено в план].
Мы [рады|счастливы] принять Вас {day} {attime}.
До встречи {day}, мастер {emp} [будет на месте|Вас ожидает] {attime}.
`),
  },
  {
    name: 'in a hurry',
    kind: 'booked',
    phrasings: variants(`
[вписала|внесла|ок записала] {onday} {attime}
{bareday} {time} [есть, вы там|стоит за вами]
[готово|сделала], {emp}, {bareday} {attime}
вы {onday} {attime}, [не забудьте|ждём]
`),
  },
  {
    name: 'another time for it',
    kind: 'moved',
    phrasings: variants(`
[Переставили|Перезаписали|Передвинули] вас {onday} {attime}.
Визит [сдвинут|перенесён] {onday}, {time}.
[Сменила|Изменила] время визита: {bareday}, {time}.
`),
  },
  {
    name: 'no visit any more',
    kind: 'cancelled',
    phrasings: variants(`
[Визит|Запись|Бронь] {onday} [удалён|отменена|снята].
Мы [убрали|сняли] вас с записи {onday}.
Вас {day} [больше не ждут|уже не ждём].
`),
  },
  {
    name: 'sales talk',
    kind: 'harmless',
    phrasings: variants(`
[Весь ноябрь|До конца месяца] {service} всего {price}!
[Успейте|Спешите] до {ofday}: осталось [три места|мало мест].
{Service} + маска за {price} — [наш хит|ваши ногти скажут спасибо].
{emp} принимает [по будням|через день], {service} стоит {price}.
{day} [свободно почти всё|много свободного времени].
`),
  },
  {
    name: 'a choice to make',
    kind: 'harmless',
    phrasings: variants(`
[Вот что нашлось|Свободно]:\\n— {bareday}, {time}\\n— вторник, 18:00
{bareday}, {time} или 18:30 — [какое время берём?|что удобнее?]
[Оставить|Поставить] вас {onday} {attime} или [поискать ещё|посмотреть другое]?
Напишите, если {bareday} {attime} [подходит|устраивает].
Для {ofday} есть [только вечер|утро и вечер].
`),
  },
  {
    name: 'plainly nothing yet',
    kind: 'harmless',
    phrasings: variants(`
Ещё ничего не [оформлено|забронировано], [нужен телефон|нужно ваше имя].
Записи {onday} [пока нет|у вас нет].
[Не смогла|Не сумела] записать вас {onday} {attime}.
{bareday} {attime} [уже занято|заняли].
`),
  },
]
