import { type Family, variants } from './family.ts'

/** Families that were held out after those, and have been read since, too. */
export const READ_LATER_RU: readonly Family[] = [
  {
    name: 'to a friend',
    kind: 'booked',
    phrasings: variants(`
[Ура-ура|Класс|Огонь], {bareday} {attime} [твоё|за тобой]!
Зайка, [жду тебя|ждём тебя] {day} {attime} 💅
Ты [у нас|в графике] {onday} {attime}, [целую|обнимаю].
[Лови|Держи] бронь: {bareday}, {time}, {emp}.
Красота начнётся {day} {attime}, {emp} [уже предвкушает|готовит для тебя кресло].
`),
  },
  {
    name: 'what the desk is doing',
    kind: 'booked',
    phrasings: variants(`
[Нажала кнопку|Внесла всё в систему], и запись [прошла|появилась]: {bareday}, {time}.
[Открыла журнал|Зашла в систему] и [проставила|прописала] вас {onday} {attime}.
Только что [провела|оформила] вашу бронь {onday} {attime}.
[Извините за ожидание|Спасибо за терпение], вы [уже в графике|уже внесены] {onday} {attime}.
Система [приняла|сохранила] ваш визит {onday} {attime}.
`),
  },
  {
    name: 'from when till when',
    kind: 'booked',
    phrasings: variants(`
{day} с {time} [ваше время|вы у нас].
Начинаем {day} {attime}, [закончим за час|управимся за час], {emp} вас [встретит|примет].
Ваш час — {bareday}, {time}.
{emp} [освободила для вас|расчистила вам] {bareday} {attime}.
Время визита: {bareday}, {time}; [мастер|специалист]: {emp}.
`),
  },
  {
    name: 'paid and settled',
    kind: 'booked',
    phrasings: variants(`
[Предоплата дошла|Оплату видим], место {onday} {attime} [ваше|закреплено за вами].
Всё [согласовали|утрясли], {bareday} {attime}, {price}.
[Договорились|По рукам]: {service}, {bareday}, {time}, {price}.
{Service} {day} {attime} — [дело решённое|вопрос закрыт], ждём.
`),
  },
  {
    name: 'moved in passing',
    kind: 'moved',
    phrasings: variants(`
Хорошо, [сдвинула|подвинула|переставила] вас {onday} {ontime}.
Раз {old.bareday} не подходит, [перенесла|перекинула] {onday} {attime}.
[Без проблем|Легко], визит [передвинут|переставлен] {onday} {attime}.
Запись [поменяна|изменена]: было {old.bareday}, стало {bareday} {attime}.
`),
  },
  {
    name: 'cancelled with regret',
    kind: 'cancelled',
    phrasings: variants(`
Жаль, что [не придёте|не получится], запись {onday} [сняла|отменила].
[Принято|Поняла], визита {onday} больше [нет|не будет].
[Аннулировала|Отозвала] вашу бронь {onday}, [приходите ещё|до новых встреч].
Ваше время {onday} [снова свободно|освободила].
`),
  },
  {
    name: 'news of the house',
    kind: 'harmless',
    phrasings: variants(`
{day} у нас [день открытых дверей|мастер-класс], начало {attime}.
С {ofday} [цены меняются|действует новое меню].
{emp} [вернулась из отпуска|снова с нами], [соскучилась|будем рады].
[Акция|Скидка] на {acc} до {ofday}: {price}.
{day} {attime} у нас [привезут оборудование|отключат воду].
Новый мастер {emp} [выходит|начинает работать] {day}.
`),
  },
  {
    name: 'either, or',
    kind: 'harmless',
    phrasings: variants(`
Либо {bareday} {attime}, либо [воскресенье|вторник] утром, [выбирайте|как вам?]
Можно {day} {attime}, а можно [вечером|попозже].
{emp} — {time}, {day}; [Марина|Дмитрий] — 18:30, [смотрите сами|что ближе?]
На выбор: {bareday} {attime} [или 19:00|и 19:00].
{bareday} {attime} [вам как|годится|пойдёт]?
`),
  },
  {
    name: 'what is still missing',
    kind: 'harmless',
    phrasings: variants(`
[Не хватает|Недостаёт] только номера, чтобы [оформить|закрепить] {bareday} {attime}.
Прежде чем [записать|внести] вас {onday} {attime}, [спрошу имя|уточню телефон].
{bareday} {attime} [пока под вопросом|ещё не окончательно].
[Жду|Ждём] от вас [подтверждения|ответа] по {ofday}, {time}.
Ваша заявка {onday} [ещё рассматривается|ждёт решения мастера].
`),
  },
  {
    name: 'advice',
    kind: 'harmless',
    phrasings: variants(`
На {acc} [закладывайте|рассчитывайте] час, выйдет {price}.
[Перед процедурой|До процедуры] [лучше поесть|не загорайте].
{emp} [мастер с опытом|делает аккуратно], {service} {atemp} — {price}.
Ближе к {ofday} [окошки разбирают|мест почти не остаётся].
[Рекомендую|Советую] записываться заранее, {day} [людно|обычно много людей].
`),
  },
  {
    name: 'who may have been meant',
    kind: 'harmless',
    phrasings: variants(`
[Похоже|Кажется], вы [про {bareday}|о {ofday}], [так?|верно?]
Вы [спрашивали|интересовались], свободна ли {emp} {day}, [смотрю|узнаю].
Это [ваша подруга записана|ваш муж записан] {onday}?
Если {day} {attime} [занято|не выйдет], [предложу другое|поищу ещё].
Не [уверена|знаю], что вы записаны {onday}, [проверю|спрошу].
`),
  },
  {
    name: 'by the way of an answer',
    kind: 'booked',
    phrasings: variants(`
По адресу всё просто, а [запись ваша|бронь ваша] — {bareday}, {time}.
[Карту берём|Парковка есть], и да, вы [в журнале|в расписании] {onday} {attime}.
Можете не перезванивать, [я вас отметила|вас внесли] {onday} {attime}.
[Отвечаю|Сообщаю]: мастер {emp}, {bareday}, {time}, вы [внесены|оформлены].
`),
  },
  {
    name: 'as from a voice',
    kind: 'booked',
    phrasings: variants(`
Алло, Мария, [это салон|добрый день], вы у нас стоите {onday} {attime}.
Ну [смотрите|значит так], {bareday}, {time}, {emp}, [вписала|вас пометила].
Так-так, пишу: {service}, {bareday}, {time}... [Написала|Внесла]!
Вы {onday} {attime}, {toemp}, [до свидания|ждём].
`),
  },
  {
    name: 'moved for the staff',
    kind: 'moved',
    phrasings: variants(`
{emp} попросила, и мы [сместили|подвинули] вас {onday} {ontime}.
Ваш приём [уехал|перетёк|перешёл] {onday} {attime}.
[Переназначила|Перезаписала] вас: {bareday}, {time}.
`),
  },
  {
    name: 'cancelled for short',
    kind: 'cancelled',
    phrasings: variants(`
[Минус|Убрала] ваша запись {onday}, [свободны|отдыхайте].
{bareday} [вычеркнула|отменяю, сделано].
Запись {onday} [убрана|стёрта|удалена из базы].
`),
  },
  {
    name: 'thinking aloud',
    kind: 'harmless',
    phrasings: variants(`
Хм, {bareday} {attime}... [дайте подумать|надо посмотреть].
[Попробую|Постараюсь] найти место {onday} {attime}.
{day} {attime} [вроде бы|кажется] было окно, [гляну|уточню].
Посмотрим: {emp}, {bareday}, {time} — [не уверена|вряд ли].
`),
  },
  {
    name: 'numbers for the record',
    kind: 'harmless',
    phrasings: variants(`
[Работаем|Принимаем] с 9 до 21, {day} до 18.
От метро [7 минут|пять минут] пешком, дом 15, вход 3.
Курс из [пяти|трёх] процедур — {price}, [выгоднее разовых|экономия].
{Service} [60|90] минут, {price}, мастер {emp}.
Мы на рынке 15 лет, [27 мастеров|30 кабинетов].
`),
  },
  {
    name: 'with great care',
    kind: 'harmless',
    phrasings: variants(`
[Чтобы не ошибиться|На всякий случай], повторю: вы хотите {acc} {onday} {attime}?
Пока ничего не [закрепляю|фиксирую] {onday}, [решайте спокойно|думайте].
[Бронь|Запись] {onday} {attime} требует [подтверждения|предоплаты].
Вам [перезвонят|напишут] насчёт {ofday}.
`),
  },
]
