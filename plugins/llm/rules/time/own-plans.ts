/** A place in a text. */
interface Place {
  start: number
  end: number
}

/** Verbs in -аю that say that the client can come, or wishes; the others ("работаю", "улетаю") keep the client busy. */
const COMING =
  '(?!(?:успева|предпочита|жела|дума|рассчитыва|мечта|записыва|подтвержда|отдыха|приезжа|подъезжа|выбира|ожида|зна|понима|гуля|предлага)\\p{L}+)'
const DOING = `${COMING}\\p{L}{2,}(?:аю|яю|ею)(?:сь)?`
const EVENT =
  '(?:свадьб|юбиле|корпоратив|выпускн|экзамен|собеседован|концерт|утренник|фотосесси|праздник|день рождения|дня рождения|днюх|рейс|самолет|поезд)\\p{L}*'
const PEOPLE =
  '(?:муж|жена|мама|папа|сын|дочь|дочка|ребенок|дети|начальник|вы|салон|мастер|подруга|друг|брат|сестра|бабушка)'

const AFTER = [
  new RegExp(
    `^\\s*(?:,\\s*)?(?:(?:я|мы|как раз|весь день|целый день)\\s+)*(?:${DOING}|(?<=\\sя\\s+)(?:еду|лечу|иду|дежурю|учусь|сижу|уеду|улечу))(?![\\p{L}\\p{N}])`,
    'u',
  ),
  // "У меня врач", but not "у меня выходной".
  /^\s*(?:,\s*)?у (?:меня|нас)\s+(?!(?:выходн|свобод|отгул|отпуск|окн|окош|врем|полу|есть|будет|перерыв|запис|никак|не\s)\p{L}*)\p{L}{3,}/u,
  new RegExp(`^\\s+(?:у \\p{L}+\\s+)?(?:\\p{L}+\\s+)?${EVENT}`, 'u'),
  new RegExp(
    `^\\s+${PEOPLE}\\s+(?:на\\s+(?:смен|работ|дач|учеб)|в\\s+(?:школ|сад|отъезд|командировк)|занят|работа|закрыт|не\\s|уезжа|болеет|дежур)`,
    'u',
  ),
]
const BEFORE = [
  new RegExp(`(?<![\\p{L}\\p{N}])${DOING}\\s+(?:(?:в|во|на|с|со)\\s+)?$`, 'u'),
  new RegExp(`(?<![\\p{L}\\p{N}])${EVENT}(?:\\s+(?:у\\s+)?\\p{L}{3,}){0,2}\\s+(?:(?:будет|в|во|на)\\s+)*$`, 'u'),
]
const TO = /^\s*(?:и|или|по|до|-)\s*(?:в\s+|во\s+)?$/u

/** Whether a day is named for what happens on it: «в пятницу я работаю», «у подруги свадьба 5 декабря», «в субботу муж на смене». */
export function isOwnPlan(text: string, day: Place, previous?: Place): boolean {
  const after = text.slice(day.end)
  const before = text.slice(0, day.start)
  if (AFTER.some(pattern => pattern.test(after)) || BEFORE.some(pattern => pattern.test(before))) return true
  return previous !== undefined && TO.test(text.slice(previous.end, day.start)) && isOwnPlan(text, previous)
}
