const list = (words: string) => new Set(words.split(' '))

/** Words that stand around a name and are no part of it. */
export const FILLERS: ReadonlySet<string> = list(
  'и а да ну вот мой моя мое мне телефон телефона тел номер номера это меня зовут имя на как я пожалуйста спасибо хорошо ок окей конечно запишите запишем давайте давай пусть будет добрый день ' +
    'здравствуйте привет фамилия контакт контакты мобильный сотовый ладно лучше and yes yeah ok okay sure my phone number is it its this the name mobile cell here please thanks thank you hi hello good i am im of ' +
    "course at on you can reach me call for under i'm it's " +
    'tel mob ph cel tele daughter son mum mom mother dad father husband wife friend sister brother partner girlfriend boyfriend nephew niece number mobile',
)

/** Ordinary words that are never anybody's name: an answer with one of them is no name. */
export const NO_NAMES: ReadonlySet<string> = list(
  'нет не хочу можно надо нужно буду могу почему зачем какой какая какие когда где куда сколько кто что есть только еще потом позже завтра сегодня утром вечером все равно новый клиент просто тут там уже здесь ' +
    'записаться записать запись стоит цена адрес работаете время другое другой отмена отменить перенести назад стоп человек оператор администратор так скажу дам вам пришлю мужчина женщина девушка мама муж жена ' +
    'сам сама опять снова вы ты мы они он она оно бот робот очень приятно срочно правда неважно без разницы любой любая подождите минуту секунду сейчас если до от с со к ко у в во по за из или бы же ли ' +
    'no not want need can could would will why what which when where how who are do does there only later tomorrow today morning evening any book cancel move change stop human person operator back price ' +
    'address open looking calling interested trying going late sorry fine great new available free happy asking wondering afraid a an just also man woman male female whatever never mind wait moment second ' +
    'minute anyone anybody someone bot robot really very nice ready interested with to from by in or if but so then that these those was be have has had get got exactly sharp perfect she he her they please cheers then instead okay none both either neither correct right confirm confirmed actually hmm well oh make feb aug sept oct nov dec tue wed thu fri sat sun pm',
)

/** How Russian patronymics and surnames end. */
export const SURNAME_ENDING = /(?:ов|ова|ев|ева|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|ян|вич|вна|швили|дзе)$/u
