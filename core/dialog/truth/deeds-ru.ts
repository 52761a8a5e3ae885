import type { Deed } from './deed.ts'
import { words } from './plain.ts'

const all = (source: string) => words(source, 'g')

/** Words that may stand between the parts of a deed; none of them turns it round. */
const GAP = String.raw`(?:\s+(?!(?:не|нет|если|когда|чтобы|бы|может|можно|можем|могу|будет|будут|пока)\b)[\p{L}\p{N}:,.+-]+)`

/** First person, or nobody in particular. "Вы записали" is the client's own. */
const notYours = String.raw`(?<!\b(?:вы|ты)\s)(?<!\b(?:вы|ты)\s\p{L}+\s)`
const OBJECT = String.raw`(?:(?<!\bу )вас|тебя|вам|тебе|для вас|за вами|на ваше имя)`
const VISIT = String.raw`(?:запис[ьиью]|записи|визит\p{L}*|бронь|брони|бронирован\p{L}+|прием|сеанс|процедур\p{L}+|посещени\p{L}|стрижк\p{L}|маникюр|педикюр|резерв)`
const PLACE = `(?:время|место|местечко|окно|окошко|слот|час)`

const BOOKING = `(?:записал|забронировал|внес|внесла|внесли|добавил|поставил|вписал|оформил|зарегистрировал|закрепил|зафиксировал|зарезервировал|занес|занесла|занесли|назначил|организовал|устроил|определил|пристроил|застолбил|подтвердил|создал|сделал|отметил|включил)(?:а|и)?`
/** By themselves they are about a visit: nobody "reserves" anything else here. */
const BOOKING_ALONE = `(?:забронировал|зарезервировал|застолбил)(?:а)?`
const ENDING = String.raw`(?:а|о|ы)?\b`
const BOOKED = `(?:записан|создан|оформлен|подтвержден|забронирован|назначен|закреплен|зафиксирован|сделан|внесен|зарезервирован|сохранен|поставлен|занесен|добавлен|зарегистрирован|принят|согласован|одобрен|утвержден)${ENDING}`
const MOVED = `(?:перенесен|изменен|обновлен|передвинут|сдвинут|перезаписан|переставлен|перемещен)${ENDING}`
const CANCELLED = `(?:отменен|аннулирован|снят|удален|отозван|убран)${ENDING}`

/** What is written down of a client without being a visit. */
const NOTES = String.raw`(?!:?${GAP}{0,3}:?\s+(?:номер|телефон\p{L}*|имя|пожелани\p{L}+|комментари\p{L}|данные|контакт\p{L}*|вопрос|отзыв|предпочтени\p{L}+|аллерги\p{L}|согласие|ответ|день рождени\p{L})\b)(?!\s+(?:вас\s+)?как\b)(?!.*\bлист ожидания)`

const OPENING = String.raw`^[^\p{L}\p{N}]*(?:(?:так|ну|вот|все|всё|отлично|супер|хорошо|прекрасно|ура|замечательно|да|конечно|уже|я|мы|ок|окей|принято|поняла?|договорились|спасибо|готово|сделано|пожалуйста|уже|успешно|сама?|и|а)[\s,!]+)*`

/** What a desk says in Russian when a visit was booked, moved or cancelled, or stands. */
export const RUSSIAN_DEEDS: readonly Deed[] = [
  {
    kind: 'cancelled',
    denies: true,
    pattern: all(String.raw`\bбольше не (?:записан[аы]?|жд\p{L}+|ожида\p{L}+|числ\p{L}+)`),
  },
  {
    kind: 'cancelled',
    denies: true,
    pattern: all(String.raw`\b(?:записи|визита|брони|приема)(?:${GAP}){0,4}\s+больше нет\b`),
  },
  {
    kind: 'cancelled',
    denies: true,
    pattern: all(String.raw`\bбольше нет(?:${GAP}){0,3}\s+(?:записи|визита|брони)\b`),
  },
  {
    kind: 'cancelled',
    pattern: all(String.raw`${notYours}\b(?:отменил|аннулировал)(?:а|и)?\b(?!\s+(?:клиент|другой|визит у|кто))`),
  },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`${notYours}\b(?:снял|удалил|убрал|отозвал|вычеркнул)(?:а|и)?\b${GAP}{0,4}\s+(?:${VISIT}|вас|бронь|заявку|все)(?!\p{L})`,
    ),
  },
  { kind: 'cancelled', pattern: all(String.raw`\b(?:${VISIT}|заявка|все|оно|она|он)${GAP}{0,12}?\s+${CANCELLED}`) },
  { kind: 'cancelled', pattern: all(String.raw`${OPENING}${CANCELLED}(?!\s+(?:запис|визит)\p{L}+ (?:не|можно))`) },
  { kind: 'cancelled', pattern: all(String.raw`\b${CANCELLED}(?:\s+ваш\p{L}*)?\s+${VISIT}`) },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`\bотмен[ау]${GAP}{0,6}?\s+(?:${BOOKED}|прошл\p{L}+|выполнен\p{L}*|готова|оформил\p{L}*|сделал\p{L}*|провел\p{L}*|подтверждаю)(?!\p{L})|\b(?:оформил|сделал|провел|подтвердил)(?:а|и)?${GAP}{0,2}?\s+отмену\b`,
    ),
  },
  {
    kind: 'moved',
    pattern: all(
      String.raw`\bперенос${GAP}{0,6}?\s+(?:${BOOKED}|прошел|выполнен\p{L}*|готов|оформил\p{L}*|сделал\p{L}*|подтверждаю)(?!\p{L})|\b(?:оформил|сделал|провел|выполнил|подтвердил)(?:а|и)?${GAP}{0,2}?\s+перенос\b`,
    ),
  },
  {
    kind: 'moved',
    pattern: all(
      String.raw`\b(?:дату|время|день|мастера|час|запись)${GAP}{0,3}?\s+(?:поменял|изменил|сменил|заменил|обновил)(?:а|и)?\b|${OPENING}(?:поменял|изменил)(?:а|и)?\b`,
    ),
  },
  {
    kind: 'cancelled',
    pattern: all(String.raw`\b(?:отменяю|аннулирую|снимаю|удаляю)\b${GAP}{0,3}\s+(?:${VISIT}|бронь|вас)(?!\p{L})`),
  },
  { kind: 'cancelled', pattern: all(String.raw`\bосвободил(?:а|и)?\s+(?:ваше\s+)?(?:время|место|окошко|слот)\b`) },
  {
    kind: 'cancelled',
    pattern: all(
      String.raw`\bваш\p{L}*\s+(?:время|место|слот|${VISIT})${GAP}{0,4}\s+(?:снова\s+)?(?:освобожден|свободн)\p{L}*`,
    ),
  },
  { kind: 'cancelled', pattern: all(String.raw`\bваш\p{L}*\s+${VISIT}${GAP}{0,6}\s+(?:отменяется|снимается)\b`) },

  {
    kind: 'moved',
    pattern: all(
      String.raw`${notYours}\b(?:перенес(?:ла|ли)?|перезаписал(?:а|и)?|передвинул(?:а|и)?|сдвинул(?:а|и)?|переставил(?:а|и)?|переместил(?:а|и)?)\b`,
    ),
  },
  {
    kind: 'moved',
    pattern: all(
      String.raw`${notYours}\b(?:поменял|изменил|обновил|заменил|сменил|подвинул|скорректировал|исправил)(?:а|и)?\b${GAP}{0,4}\s+(?:время|дат[уы]|день|мастера|бронь|${VISIT}|час)(?!\p{L})`,
    ),
  },
  { kind: 'moved', pattern: all(String.raw`\b(?:${VISIT}|время|дата|все|мастер)${GAP}{0,12}?\s+${MOVED}`) },
  { kind: 'moved', pattern: all(`${OPENING}${MOVED}`) },
  { kind: 'moved', pattern: all(String.raw`\b${MOVED}(?:\s+ваш\p{L}*)?\s+${VISIT}`) },
  {
    kind: 'moved',
    pattern: all(
      String.raw`\b(?:переношу|передвигаю|сдвигаю|перезаписываю|переставляю)\b${GAP}{0,3}\s+(?:${VISIT}|вас)(?!\p{L})`,
    ),
  },
  { kind: 'moved', pattern: all(String.raw`\bваш\p{L}*\s+${VISIT}${GAP}{0,6}\s+(?:переносится|переезжает)\b`) },

  {
    kind: 'requested',
    pattern: all(
      String.raw`\b(?:заявк[ау]|запрос)\b${GAP}{0,10}?\s+(?:отправлен|принят|оформлен|создан|передан|зарегистрирован|получен)${ENDING}`,
    ),
  },
  {
    kind: 'requested',
    pattern: all(String.raw`\b(?:отправил|передал|оформил|создал|оставил|принял)(?:а|и)?\b${GAP}{0,3}\s+заявк[ау]\b`),
  },

  { kind: 'booked', pattern: all(String.raw`\b${OBJECT}${GAP}{0,5}?\s+${BOOKING}\b${NOTES}`) },
  { kind: 'booked', pattern: all(String.raw`${notYours}\b${BOOKING}${NOTES}\b${GAP}{0,4}?\s+${OBJECT}\b`) },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${notYours}\b${BOOKING}${NOTES}\b${GAP}{0,3}?\s+(?:ваш\p{L}*\s+)?(?:${VISIT}|${PLACE})(?!\p{L})`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${OPENING}(?!оформил(?:а|и)?[!.]*$)(?!сделал|отметил|включил|определил|устроил|организовал|добавил|создал)(?:${BOOKING}|записано|забронировано|зарезервировано|зафиксировано|оформлено|подтверждено|закреплено|внесено|назначено)\b${NOTES}(?!\s+(?:это|что|ваш\p{L}* (?:вопрос|просьб)|кем|другим))`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`${notYours}\b${BOOKING_ALONE}\b`) },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:вы|ты)${GAP}{0,5}?\s+(?:записан[аы]?|забронирован[аы]?|внесены|добавлены|зарегистрированы|оформлены|поставлены|в списке(?! ожидания)|вписаны|записались|в расписании|в графике|в журнале|в записи)\b${NOTES}`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`\b(?:записан[аы]?|внесены|вписаны)\s+(?:вы|к|на|в)\b`) },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:${VISIT}|она|он|все)(?:${GAP}){0,12}?\s+${BOOKED}|\b${VISIT}${GAP}{0,12}?\s+готов${ENDING}`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`\b${BOOKED}(?:\s+ваш\p{L}*)?\s+${VISIT}(?!\p{L})`) },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:ваш\p{L}*\s+)?${PLACE}${GAP}{0,8}?\s+(?:забронирован|закреплен|зарезервирован|зафиксирован|оставлен|занят)${ENDING}${GAP}{0,3}?\s+${OBJECT}`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b${OBJECT}${GAP}{0,8}?\s+(?:забронирован|закреплен|зарезервирован|зафиксирован|оставлен|назначен)${ENDING}`,
    ),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`${OPENING}${PLACE}${GAP}{0,8}?\s+(?:забронирован|закреплен|зарезервирован|зафиксирован)${ENDING}`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`\bваш\p{L}*\s+${PLACE}${GAP}{0,8}?\s+${BOOKED}`) },
  {
    kind: 'booked',
    pattern: all(String.raw`\b(?:${PLACE}|запись|бронь|визит)${GAP}{0,8}?\s+(?:за вами|ваше|ваш|ваша)\b`),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:${VISIT})${GAP}{0,6}?\s+(?:активн\p{L}|действ\p{L}+|в силе|состоялась|прошла успешно|на месте|сохранена|у меня есть|есть в журнале|есть в расписании)\b`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`\bваш\p{L}*\s+${VISIT}${GAP}{0,4}\s+остается\b`) },
  {
    kind: 'booked',
    pattern: all(String.raw`\bстатус(?: \p{L}+)?:?\s+(?:подтвержд|актив|оформлен|забронир|записан)\p{L}*`),
  },
  {
    kind: 'booked',
    pattern: all(
      String.raw`\b(?:у вас|за вами|на вас)${GAP}{0,8}?\s+(?:есть|числится|стоит|запланирован\p{L}*|назначен\p{L}*|оформлен\p{L}*)${GAP}{0,6}?\s+(?:${VISIT})`,
    ),
  },
  { kind: 'booked', pattern: all(String.raw`\bпоздравля\p{L}+ с${GAP}{0,2}?\s+(?:записью|бронированием|визитом)\b`) },
  {
    kind: 'done',
    pattern: all(
      String.raw`^[^\p{L}\p{N}]*(?:(?:да|ну|вот|так|отлично|супер|хорошо|прекрасно|ура|замечательно|ок|окей|конечно|все|уже|и)[\s,!-]+)*(?:готово|сделано|договорились|решено|заметано|все сделала?|все оформила?|все готово|все получилось|все прошло успешно|успешно|порядок|дело сделано|исполнено|выполнено)\b`,
    ),
  },
]
