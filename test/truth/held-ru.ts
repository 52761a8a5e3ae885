import { type Family, variants } from './family.ts'

/** Families that nothing in the detector was tuned with: only their figures count, and nobody reads what they miss. */
export const HELD_RU: readonly Family[] = [
  {
    name: 'a list of what was settled',
    kind: 'booked',
    phrasings: variants(`
Всё готово! ✨\\n\\n📅 **{bareday}**\\n⏰ **{time}**\\n💅 {Service}\\n👩 Мастер — {emp}
Ваша запись:\\n• Услуга: {service}\\n• Дата: {bareday}\\n• Время: {time}\\n• Мастер: {emp}\\nДо встречи! 💛
Итак, что у нас получилось:\\n— {service}\\n— {bareday}, {time}\\n— {emp}\\nВсё зафиксировано.
**Детали визита**\\nКогда: {bareday}, {time}\\nКто: {emp}\\nСтоимость: {price}
Держите детали 👇\\n🗓 {bareday}, {time}\\n✂️ {Service}, {emp}
`),
  },
  {
    name: 'warm and certain',
    kind: 'booked',
    phrasings: variants(`
С радостью всё оформила 💛 Будем вас ждать {day} {attime}!
Отличный выбор! {emp} уже предупреждена и [ждёт вас|будет рада вас видеть] {day} {attime}.
Прекрасно, тогда {day} {attime} встречаемся у нас!
Ура, вы в нашем расписании: {bareday}, {time} 🌸
Я обо всём позаботилась: {day} {attime} {emp} посвятит время только вам.
Чудесно! Место {onday} {ontime} теперь закреплено за вами 🤍
`),
  },
  {
    name: 'what the system says',
    kind: 'booked',
    phrasings: variants(`
В системе создана запись на имя Мария: {bareday}, {time}.
Бронь активирована: {bareday}, {time}, {emp}.
Ваш визит {day} {attime} появился в календаре мастера.
Запрос обработан, визит {onday} {ontime} подтверждён со стороны салона.
Слот {bareday}, {time} закрыт для остальных — он ваш.
{Service} {onday} {ontime}: подтверждение получено, всё в силе.
`),
  },
  {
    name: 'in two steps',
    kind: 'booked',
    phrasings: variants(`
Добавила в журнал. {bareday} {attime}.
Нашлось как раз то, что вы хотели! Забрала для вас: {bareday}, {time}.
Секунду… Да, получилось! {day} {attime} вы {atemp}.
Проверила: окно было свободно. Теперь оно занято вами, {bareday}, {time}.
Хорошо, Мария. Закрываю вопрос: {bareday} {attime}, {emp}.
Сделала, как просили. Жду вас {day}, время — {time}.
`),
  },
  {
    name: 'with the words of the client',
    kind: 'booked',
    phrasings: variants(`
Вы хотели {onday} — так и сделала: {bareday}, {time}.
«{bareday} {attime}» — принято, записала именно так.
Как вы и просили, {day} {attime} [время за вами|вас примет {emp}].
На ваш вопрос «получилось ли?» отвечаю: да, {day} {attime} вас ждут.
`),
  },
  {
    name: 'short',
    kind: 'booked',
    phrasings: variants(`
{bareday}, {time}, {emp} — записано 👍
Ок, {day} {attime}. Ждём!
Есть! {day} {attime} {toemp}.
Да-да, {bareday}, {time}, всё верно, вы у нас.
{emp}, {bareday}, {time}. Увидимся! 💫
`),
  },
  {
    name: 'with a price',
    kind: 'booked',
    phrasings: variants(`
Записала вас {toemp} {onday}, к оплате на месте {price}.
Всё оформлено: {service}, {bareday} {attime}, итого {price}.
Запись {onday} подтверждена, стоимость визита — {price}.
{Service} {day} {attime} обойдётся вам в {price}, время за вами.
`),
  },
  {
    name: 'moved, warmly',
    kind: 'moved',
    phrasings: variants(`
Не проблема! Переставила вас {onday} {ontime} 😊
Всё, теперь ждём вас не {old.day}, а {day} {attime}.
Визит переехал {onday} {ontime}, прежнее время отпустили.
Обновила вашу запись:\\n~~{old.bareday}, {old.time}~~ → **{bareday}, {time}**
Сделано: вместо {old.ofday} вы придёте {day} {attime}.
Новые дата и время визита: {bareday}, {time}.
Перенос прошёл успешно, {emp} ждёт вас {day} {attime}.
Сдвинули всё, как вы хотели: {bareday} {attime}.
Внесла изменения, теперь в журнале стоит {bareday}, {time}.
`),
  },
  {
    name: 'cancelled, kindly',
    kind: 'cancelled',
    phrasings: variants(`
Поняла вас, отменила. Жаль, что не увидимся {day} 😔
Запись {onday} {ontime} снята, ничего платить не нужно.
Отмена оформлена. Если планы поменяются — пишите!
Ничего страшного, визит {day} отменён, будем рады видеть вас в другой раз.
Освободила время {day} {attime}, вы больше не записаны.
Всё, {day} мы вас не ждём.
Ваша бронь {onday} аннулирована без штрафа 🙏
Убрала вас из расписания {ofday}.
{Service} {day} отменила, {emp} уже знает.
Визит {day} удалён из системы по вашей просьбе.
`),
  },
  {
    name: 'asked for',
    kind: 'requested',
    phrasings: variants(`
Заявка {onday} {ontime} ушла администратору.
Передала ваш запрос в салон: {bareday}, {time}.
Оставила для вас заявку {onday}, ответят в течение часа.
Ваша заявка на {acc} {day} зарегистрирована и ждёт подтверждения.
`),
  },
  {
    name: 'only that it is done',
    kind: 'done',
    phrasings: variants(`
Всё сделано, можете не переживать!
Готово, Мария 💛
Ваша просьба выполнена.
Всё получилось, спасибо за терпение!
Вопрос закрыт ✅
`),
  },
  {
    name: 'offers',
    kind: 'harmless',
    phrasings: variants(`
Могу предложить {bareday} {attime} {toemp} или поближе к вечеру — что удобнее?
{day} есть окошко {attime}. [Берём?|Подходит?]
Вижу свободное время {day} {attime}. Оформлять?
Нашла для вас варианты:\\n1. {bareday}, {time}\\n2. {bareday}, 18:00\\nКакой подходит?
Как вам {bareday}, {time}? {emp} как раз на месте.
Отлично, {bareday}! Во сколько вам удобно?
Хорошо, тогда проверю {bareday}, {time} и вернусь с ответом.
Секундочку, смотрю расписание {onday}.
`),
  },
  {
    name: 'asks for a yes',
    kind: 'harmless',
    phrasings: variants(`
Записываю вас {onday} {ontime} {toemp} — всё верно?
Подтвердите, пожалуйста: {service}, {bareday}, {time}, {emp}. Стоимость — {price}.
Давайте проверим:\\n• {Service}\\n• {bareday}, {time}\\n• {emp}\\nВсё верно?
Осталось подтвердить: {bareday}, {time}. Нажмите «Подтвердить».
Чтобы я забронировала {time} {day}, напишите «да».
Правильно понимаю, что вы хотите {onday} {ontime}?
Пока я ничего не забронировала: жду ваше «да» насчёт {ofday}.
`),
  },
  {
    name: 'what did not work',
    kind: 'harmless',
    phrasings: variants(`
К сожалению, {day} {attime} всё занято.
Увы, записать вас {onday} не получилось: время только что заняли.
{emp} {day} не работает, зато есть другие мастера.
На это время записи не вижу.
Отменить пока не удалось, попробую ещё раз.
Перенести {onday} не вышло, {emp} уже занята.
`),
  },
  {
    name: 'if and when',
    kind: 'harmless',
    phrasings: variants(`
Если {day} {attime} не подойдёт, подберём другое время.
Как только {emp} подтвердит, я сразу вам напишу.
Запись можно будет отменить не позднее чем за сутки.
Когда определитесь, я запишу вас {onday}.
Если хотите {onday}, лучше решить сегодня: мест почти нет.
`),
  },
  {
    name: 'of the house',
    kind: 'harmless',
    phrasings: variants(`
{Service} стоит {price} и занимает около часа.
По пятницам мы открыты до 21:00, {emp} работает по чётным дням.
Записаться можно тут или по телефону, окна появляются каждое утро.
Визит лучше отменять заранее, хотя бы за сутки.
{emp} принимает {day} с 10 до 19.
`),
  },
  {
    name: 'what the client said',
    kind: 'harmless',
    phrasings: variants(`
Вы написали «запишите меня {onday}» — уточните, к кому?
Вы упомянули {bareday}: рассматриваете утро или вечер?
Поняла, вас интересует {service} {day}. Сейчас посмотрю.
Говорите, {emp} обещала вам {bareday}? Уточню у неё.
Записала ваш номер, спасибо! Какой день вам удобен?
Отметила, что у вас аллергия на гель.
Спасибо, Мария! Чем ещё могу помочь?
`),
  },
]
