import { lines } from './lines.ts'

/** Sentences that promise a visit. */
export const BOOKED_RU = lines(`
Записала вас {toemp} {onday} {attime}.
Записал вас {onday} {ontime}.
Записала вас {onday}.
Записали вас {toemp}.
Я записала вас на {acc} {onday} {attime}.
Я вас записала {onday} {attime}, ждём!
Мы записали вас {toemp} {onday} {attime}.
Вас записали {onday} {attime}.
Вы записаны!
Вы записаны {onday} {attime}.
Вы записаны {toemp} на {acc}: {day} {attime}.
Теперь вы записаны {onday} {attime}.
Вы успешно записаны {onday} {attime} {toemp}.
Итак, вы записаны на {acc} {onday}, {time}, мастер {emp}.
Всё, записала.
Записала!
Записала, ждём вас {day} {attime}!
Готово, записала!
Готово, вы записаны.
Готово! Вы записаны {onday} {attime}.
Готово, ждём вас {day} {attime}
Готово! {Service}, {bareday}, {time}, мастер {emp}.
Всё готово, ждём вас {day} {attime}.
Сделано! Вы записаны {toemp}.
Отлично, записала вас {onday} {ontime} {toemp}.
Супер, забронировала {onday} {attime}.
Забронировала для вас {time} {onday}.
Забронировано: {bareday}, {time}.
Забронировала вам время: {bareday}, {time}.
Я забронировала время {onday} {attime}.
Бронь подтверждена: {bareday}, {time}, {emp}.
Бронирование подтверждено.
Ваша запись подтверждена.
Ваша запись подтверждена: {bareday}, {time}.
Запись подтверждена, ждём вас {day}!
Запись {onday} {attime} подтверждена.
Запись создана.
Запись успешно создана {onday} {attime}.
Запись на {acc} {onday} {attime} оформлена.
Запись оформлена на ваше имя.
Оформила запись {onday} {attime}.
Оформила вас {toemp} {onday}.
Я создала запись {toemp} {onday} {attime}.
Создала для вас запись: {service}, {bareday}, {time}.
Поставила вас {onday} {ontime}.
Поставила вас {toemp} {ontime}.
Внесла вас в расписание {onday} {attime}.
Внесла запись в журнал: {bareday}, {time}.
Добавила вас в расписание {toemp}.
Закрепила за вами время {time} {onday}.
Время {time} {onday} закреплено за вами.
Время {bareday} {time} забронировано для вас.
Место {toemp} {onday} {attime} за вами.
{bareday}, {time} — ваше время, {emp} ждёт.
Вам назначен визит {onday} {attime}.
Визит назначен {onday} {attime}.
Визит {toemp} назначен {onday}.
Назначила вам визит {onday} {ontime}.
Ваш визит — {bareday}, {time}.
Ваш визит состоится {day} {attime}.
Ваша запись: {bareday}, {time}, мастер {emp}, {price}.
Ваша запись — {service}, {bareday} {attime}, стоимость {price}.
Ваше время — {bareday}, {time}.
У вас запись {onday} {attime}.
У вас есть запись {onday} {attime} {toemp}.
У вас {day} {attime} {service} {atemp}.
У вас запланирован визит {onday} {attime}.
У вас {service} {day} {attime}.
Напоминаю: {day} {attime} {service} {atemp}.
Ждём вас {day} {attime}!
Ждём вас {day} {attime} {atemp}.
Ждем вас {day}!
Будем ждать вас {day} {attime}... ждём!
{emp} ждёт вас {day} {attime}.
{emp} будет ждать вас {day} {attime}, мы вас ждём {day}.
{emp} примет вас {day} {attime}.
{day} {attime} вас примет {emp}.
{emp} встретит вас {day} {attime}.
До встречи {day} {attime}!
До встречи {day}!
Увидимся {day} {attime}!
Увидимся {day} {atemp}!
Встречаемся {day} {attime}.
Будем рады видеть вас {day} {attime}!
Рады видеть вас {day} {attime}!
Приходите {day} {attime}, {emp} вас ждёт.
Приходите {day} {attime}!
Договорились, {bareday} {attime}!
Договорились: {bareday}, {time}, {emp}. Ждём!
Решено: {bareday}, {time}.
Да, вы записаны {onday} {attime}.
Да, всё верно: вы записаны {onday} {attime} {toemp}.
Конечно, вы уже записаны {onday} {attime}.
Не волнуйтесь, вы записаны {onday} {attime}.
Не переживайте, ваша запись {onday} {attime} на месте.
Ваша запись в силе: {bareday}, {time}.
Подтверждаю: вы записаны {onday} {attime}.
Подтвердила вашу запись {onday} {attime}.
Записываю вас {onday} {attime}.
Хорошо, записываю вас {toemp} {onday} {ontime}.
Бронирую за вами {bareday}, {time}.
Поздравляю, вы записаны!
Ура, записала вас {toemp}!
Запись готова: {bareday}, {time}.
**Готово!** Вы записаны {onday} {attime} 😊
✅ Запись подтверждена\\n📅 {bareday}\\n🕒 {time}\\n👩 Мастер: {emp}
Готово!\\n\\n{Service}\\n{bareday}, {time}\\nМастер: {emp}\\nСтоимость: {price}
Вы записаны:\\n— {service}\\n— {bareday}, {time}\\n— мастер {emp}
Всё оформила, {emp} ждёт вас {day} {attime}.
Всё сделала, вы {atemp} {day} {attime}, ждём вас {day}.
Записала вас {toemp} {onday}, {price} за {acc}.
Записала: {service}, {bareday}, {time}, {price}.
Вы записаны {onday} {attime}, стоимость {price}.
Записала вас {onday} {attime}. Что-нибудь ещё?
Записала вас {onday} {attime}, нужно что-то ещё?
Готово, вы записаны {onday} {attime}, могу чем-то ещё помочь?
Вы записаны {onday} {attime}, если планы изменятся — напишите.
Запись {onday} {attime} есть, всё в порядке: вы записаны.
Мастер {emp} будет ждать вас, вы записаны {onday} {attime}.
Я вас внесла {onday} {attime} {toemp}.
Вписала вас {toemp} {onday} {attime}.
Зафиксировала за вами {bareday}, {time}.
Место забронировано за вами {onday} {attime}.
Вы в расписании {atemp} {day} {attime}.
Ваша бронь {onday} {attime} оформлена.
Ваш {service} подтверждён: {bareday}, {time}.
Спасибо за запись! Ждём вас {day} {attime}.
Всё записала! {bareday}, {time}.
Принято, записала вас {onday} {ontime}.
Как вы просили, записала вас {toemp} {onday} {attime}.
Как и хотели, вы записаны {onday} {attime}.
`)

/** Sentences that promise that a visit was moved; `old` is where it was. */
export const MOVED_RU = lines(`
Перенесла вашу запись {onday} {ontime}.
Перенесла вас {onday} {attime}.
Перенесла.
Готово, перенесла {onday} {ontime}.
Запись перенесена {onday} {attime}.
Ваша запись перенесена {onday} {ontime}.
Ваш визит перенесён {onday} {attime}.
Визит успешно перенесён {onday} {attime}.
Перенесено: {bareday}, {time}.
Перенесли ваш визит с {old.ofday} {onday} {attime}.
Передвинула вашу запись {ontime}.
Передвинула вас {onday}.
Сдвинула вашу запись {ontime}.
Изменила время визита {ontime}.
Поменяла время записи: теперь {bareday}, {time}.
Время визита изменено: {bareday}, {time}.
Изменила вашу запись: {bareday}, {time}.
Перезаписала вас {onday} {attime}.
Я перенесла ваш визит {toemp} {onday}.
Мы перенесли вашу запись {onday}, {time}.
Всё, перенесла {onday} {ontime}. Ждём!
Обновила запись: {bareday}, {time}.
Дата визита изменена: {bareday}.
Не переживайте, я всё перенесла {onday} {ontime}.
Перенесла ваш визит {onday} {attime}, что-нибудь ещё?
Переношу вашу запись {onday} {ontime}.
Готово! Запись перенесена.
Ваша запись успешно изменена.
`)

/** Sentences that promise that a visit was cancelled. */
export const CANCELLED_RU = lines(`
Отменила вашу запись.
Отменила вашу запись {onday} {attime}.
Отменил запись {onday}.
Всё отменила.
Отменила!
Готово, отменила.
Готово, запись отменена.
Запись отменена.
Ваша запись отменена.
Ваша запись {onday} {attime} отменена.
Ваш визит {onday} отменён.
Визит отменён, ждать вас не будем.
Визит {toemp} {onday} {attime} отменён.
Отменено.
Отменили ваш визит {onday} {attime}.
Бронь снята.
Бронь отменена.
Сняла вашу запись {onday} {attime}.
Сняла вас с записи {onday}.
Удалила вашу запись {onday} {attime}.
Убрала вашу запись из расписания.
Аннулировала запись {onday}.
Ваша бронь аннулирована.
Вы больше не записаны {onday} {attime}.
Вашей записи {onday} больше нет.
Я всё отменила, не переживайте.
Отменяю вашу запись.
Отменила ваш визит {onday}, чем ещё помочь?
Ваша запись снята, время освободила.
Как вы просили, отменила визит {onday} {attime}.
Да, запись {onday} отменена.
`)

/** Sentences that promise that the business was asked. */
export const REQUESTED_RU = lines(`
Заявка отправлена.
Отправила вашу заявку в салон.
Ваша заявка {onday} {attime} принята.
Заявка {onday} оформлена.
Передала заявку {onday} {attime}.
`)

/** Sentences that promise that something was done, without saying what. */
export const DONE_RU = lines(`
Всё готово!
Готово!
Сделано!
Договорились!
Готово! Чем ещё помочь?
Всё сделала!
`)
