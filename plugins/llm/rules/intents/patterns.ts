import { whole } from '../language/text.ts'

/** What a client may be after. Several may hold at once: "hi, how much is a trim and are you open on Sunday?" */
export type Intent =
  | 'greeting'
  | 'thanks'
  | 'bye'
  | 'smalltalk'
  | 'robot'
  | 'abuse'
  | 'complaint'
  | 'services'
  | 'price'
  | 'duration'
  | 'hours'
  | 'address'
  | 'directions'
  | 'phone'
  | 'website'
  | 'about'
  | 'employees'
  | 'book'
  | 'mine'
  | 'move'
  | 'cancel'
  | 'human'
  | 'language'
  | 'yes'
  | 'no'
  | 'wrong'
  | 'forget'
  | 'unknowing'
  | 'add'
  | 'instead'
  | 'both'
  | 'same_as_last'
  | 'help'
  | 'several_people'
  | 'several_visits'
  | 'why_phone'
  | 'wait'

/** The words by which each intent is recognised, Russian and English side by side. */
export const INTENT_PATTERNS: Readonly<Record<Intent, RegExp>> = {
  greeting: whole(
    'привет\\p{L}*|здравствуй(?:те)?|здрасьте|добр(?:ый|ое|ого) (?:день|утро|вечер|дня|времени)\\p{L}*|доброго времени суток|хай|салют|hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|hiya',
  ),
  thanks: whole('с?пасиб\\p{L}*|благодарю|спс|мерси|thanks|thank you|thx|cheers|much appreciated|ty'),
  bye: whole(
    "до свидания|до встречи|пока|всего доброго|хорошего дня|bye|goodbye|see you|see ya|have a (?:nice|good|great|lovely) (?:day|one|evening)|take care|that(?:'s| is| was| will be|'ll be| would be) (?:all|everything|it)(?! (?:right|correct|good|fine|okay|works|sounds))|nothing (?:else|more)|(?:it|that)(?:'ll| will) do it|all set",
  ),
  smalltalk: whole(
    "как (?:дела|ты|вы|жизнь|настроение)|что нового|how are you|how's it going|what's up|how do you do|nice to meet you",
  ),
  robot: whole(
    'ты (?:бот|робот|человек)|вы (?:бот|робот|человек)|это (?:бот|робот)|с кем я (?:говорю|общаюсь)|are you (?:a )?(?:bot|robot|human|real|person)|is this a (?:bot|robot)|am i talking to a (?:bot|robot|human|person)',
  ),
  abuse: whole(
    'дур(?:ак|а|аки)|идиот\\p{L}*|туп(?:ой|ая|ые|ица)|козл\\p{L}*|урод\\p{L}*|сволоч\\p{L}*|ху[йеяию]\\p{L}*|пизд\\p{L}*|бля(?:ть|дь)?|еба\\p{L}*|заеб\\p{L}*|сук[аи]|мудак\\p{L}*|говно|fuck\\p{L}*|shit\\p{L}*|idiot\\p{L}*|stupid|moron|asshole|bitch|dumb',
  ),
  complaint: whole(
    'жалоб\\p{L}*|пожаловаться|недовол\\p{L}+|ужасн\\p{L}+ (?:обслуживан\\p{L}*|сервис\\p{L}*|стриж\\p{L}*|мастер\\p{L}*)|испортил\\p{L}*|верните деньги|возврат денег|претензи\\p{L}+|безобразие|complain\\p{L}*|complaint|refund|ruined|unacceptable|terrible (?:service|haircut|experience|job)|disappointed|money back',
  ),
  services: whole(
    '(?:какие|что за|список|перечень|все|ваши) (?:у вас |вообще )?(?:есть |вы оказываете )?услуг\\p{L}*|услуги|прайс\\p{L}*|что (?:вы )?(?:делаете|умеете|предлагаете)|чем занимаетесь|каталог|what (?:services|treatments|kind of services)(?: do you (?:offer|have|provide))?|services|list of services|what do you (?:do|offer)|price ?list|menu|treatments',
  ),
  price: whole(
    'сколько (?:\\p{L}+ ){0,3}?(?:стоит|стоят|стоить|выйдет|обойдется)|сколько за|у вас сколько|сколько (?:у вас|это)?(?= ?\\?)|сколько$|по ?чем|почем|цен[аеуы]|цены|ценник|стоимость|прайс\\p{L}*|расценки|(?<!(?:слишком|очень|как-то|больно|уж|не) )дорого|(?<!не )(?:дороже|дешевле)|доплат\\p{L}+|how much|prices?|pricing|cost\\p{L}*|rates?|price ?list|(?<!too )expensive|cheaper|surcharge|fee|charge',
  ),
  duration: whole(
    'сколько (?:\\p{L}+ ){0,3}?(?:времени|длится|занимает|займет|заняло|идет|продлится)|(?:как|насколько) долго|долго ли|это долго|длительность|продолжительность|how long|duration',
  ),
  hours: whole(
    '(?:во сколько|со скольки|до скольки|когда|по каким дням|в какие дни) (?:у вас )?работа\\p{L}+|(?:when|what time|what days|which days) (?:do|does) \\p{L}+ work|(?:вы |салон )?(?:работаете|открыты|закрыты)|часы работы|режим работы|график(?: работы)?|(?:(?:в|во) \\p{L}+|завтра|сегодня) работает|работает (?:в|во|завтра|сегодня|по)|время работы|расписание работы|до скольк[иу]|со скольк[иу]|с какого часа|во сколько (?:вы )?(?:открыва|закрыва)\\p{L}+|когда (?:вы )?(?:открыва|закрыва)\\p{L}+|выходной у вас|(?:are|r) (?:you|u) (?:guys )?(?:open|closed|working)|(?:opening|working|business|open) (?:hours|times)|your hours|what hours|(?:when|what time) (?:do|are|does) (?:you|u|the salon) (?:open|close|opening|closing|closed)|do you (?:work|open) on|open (?:on|today|tomorrow|till|until)|closing time|what are your hours|hours of operation',
  ),
  address: whole(
    'адрес\\p{L}*|где (?:вы )?(?:находитесь|наход\\p{L}+|расположены|салон|вы)|ваше местоположение|вы где|куда (?:идти|приезжать|ехать|подходить)|address|where (?:are you|is (?:it|the salon|your salon|the clinic|the place))|where (?:you )?(?:are )?located|your location|location|where (?:are|is|can i find|do i find) (?:they|them|you|it|this|that|he|she|the (?:\\p{L}+ )?(?:place|office|practice|shop|clinic|dentist|doctor|salon|hospital|stylist))(?: located)?|located',
  ),
  directions: whole(
    'как (?:к вам )?(?:до вас )?(?:добраться|доехать|пройти|дойти|проехать|попасть|найти)|как вас найти|какое метро|(?:рядом|ближайшее) метро|метро|остановка|how (?:do|can) i (?:get|find|reach) (?:there|to you|you|to the)|how to (?:get|find|reach)|directions|nearest (?:metro|station|stop|subway)|which (?:metro|station|bus)',
  ),
  phone: whole(
    '(?:ваш |какой у вас |номер )(?:номер )?телефон\\p{L}*|ваш номер|телефон салона|позвонить вам|куда (?:можно )?(?:по)?звонить|your (?:phone|number|telephone)|phone number of|can i call you|number to call|call you|(?:their|the|a|its|his|her) (?:phone|telephone|contact)(?: number| info\\p{L}*| details)?|(?<!my )(?:phone|telephone|contact) (?:number|info\\p{L}*|details)(?= ?(?:\\?|and|please|of|for|$))|their number',
  ),
  website: whole('(?:ваш |есть )?сайт\\p{L}*|website|web site|instagram|инстаграм\\p{L}*'),
  about: whole(
    'расскажите о (?:себе|вас|салоне)|о вас|что за салон|about (?:you|your salon|the salon)|tell me about (?:your|the) (?:salon|place|clinic)',
  ),
  employees: whole(
    '(?:какие|кто) (?:у вас )?(?:есть )?(?:мастера|специалисты|врачи|сотрудники|стилисты|барберы)|мастера|кто (?:у вас )?(?:работает|делает|стрижет|принимает|красит)|кто (?:меня |нас |ее |его )?(?:будет )?(?:стричь|делать|красить|принимать|работать)(?: будет)?|ваши (?:мастера|специалисты)|список мастеров|(?:у вас |еще |там )?(?:работает|принимает)(?= [а-я]+\\?)|who (?:works|does|are your|do you have|can do)|(?:your|which|what) (?:stylists|staff|specialists|masters|doctors|barbers|employees|therapists|team)|list of (?:stylists|specialists|staff)',
  ),
  book: whole(
    "нуж(?:на|но|ен|ны)(?! ли)|мне бы|запи(?:сать|саться|шите|ши|шусь|шись|сывайте|сывай|сывайтесь)\\p{L}*|хочу (?:на|к|запись)|хотел\\p{L}* бы (?:на|к|записаться|попасть)|записаться|запись|забронир\\p{L}+|брон\\p{L}+|есть (?:ли )?(?:у вас )?(?:время|окошк[оа]|окно|окна|места?|запись)|свободн\\p{L}+ (?:время|окошк\\p{L}+|окн\\p{L}+|мест\\p{L}+|дн\\p{L}+|запис\\p{L}+)|что (?:есть )?(?:свободно|свободного)|(?:можно|могу) (?:к вам )?(?:на|к|прийти|подойти|попасть|записаться)|попасть (?:на|к)|book|booking|appointment|schedule|reserve|reservation|availability|any (?:openings|slots|free slots|free times)|are you free|do you have (?:any|a|some) (?:time|slot|slots|opening|openings|availability|free)|fit me in|squeeze me in|come in|set up a|sign me up|i(?:'d| would) like (?:a|an|to get|to have)|i (?:want|need) (?:a|an|to get|to have|my)|can i (?:get|have|come)|could i (?:get|have)",
  ),
  mine: whole(
    "мо(?:и|ю|я|ей|их) (?:запис\\p{L}+|визит\\p{L}*|бронь|брони)|на (?:когда|какое время|какой день) я записан\\p{L}*|когда (?:у меня|моя|мне|я записан\\p{L}*)(?: запись| визит| прием| приходить)?|во сколько (?:у меня|моя|я записан\\p{L}*)|(?:к кому|куда|на что) я записан\\p{L}*|я записан\\p{L}*|(?:есть|какие|что)(?: ли)? у меня (?:есть )?(?:запис|визит|брон)\\p{L}+|(?:что|когда|куда) я (?:\\p{L}+ )?(?:бронировал|забронировал|записывал)\\p{L}*|покаж\\p{L}+ (?:мне |все )*(?:записи|визиты|брони)|у меня (?:есть |стоит )?запись|(?<!(?:schedule|book|make|set up|arrange|reserve|fix|set|for) )my (?:appointments?|bookings?|visits?|reservations?)|when (?:is|am) (?:my|i)(?: booked)?|(?:what|which|how many) (?:\\p{L}+ )?(?:appointments?|bookings?|visits?|reservations?) (?:do|did|have|am) (?:i|we)|(?:what|when|which \\p{L}+) (?:did|have|had) (?:i|we) (?:book|reserve|schedule)\\p{L}*|(?:show|list|give|tell)(?: me)?(?: all)?(?: the| my)? (?:bookings?|appointments?|visits|reservations?)|what time is my|am i (?:still )?booked|i(?:'m| am) (?:still )?(?:booked|on|down) for|do i have (?:an appointment|a booking|any(?:thing)?(?: booked)?)|(?:got|have) (?:anything|something) booked|remind me (?:when|what time|of my|about my)|(?:what time|when|what day) (?:am i|i'm|im|i am|was i) (?:in|due|booked|coming|down|with you|seeing|supposed)(?: in)?",
  ),
  move: whole(
    "перенес\\p{L}+|перенести|перенос\\p{L}*|перезапи\\p{L}+|переписать(?:ся)?|(?:пере|с|под|ото)двин\\p{L}+|(?:пере|с)двиг\\p{L}+|переки(?:н|д)\\p{L}+|перебро\\p{L}+|переставь\\p{L}*|переставить|поменять (?:время|дату|день|запись)|изменить (?:время записи|дату записи|запись)|сменить (?:время|дату|день)|reschedul\\p{L}+|move (?:my|the|it|our|an?|that|this)|postpone|(?:change|switch|shift) (?:my|the) (?:appointment|booking|visit|time of|date of|reservation)(?: time| date)?|(?:push|bring|pull|put|move)(?: [\\p{L}']+){1,4} (?:back|forward|forwards)(?: (?:by|to|an?|\\d+|half))?|push (?:my|it|the)|(?:was|were|am|are|i'm) (?:going|supposed|meant|due|booked|coming|down|in)(?: [^.;!?]{0,60})? but [^.!?]*[.!?,;]? ?(?:any|can|could|is there|have you|do you|what about|how about)|(?:shift|swap|rearrange|re-arrange|rebook) (?:my|the|our|it)|\\d(?: ?[ap]m)?(?: \\p{L}+){0,2} instead of (?:at )?\\d{1,2}|(?:do|doing|have|having) (?:my|the) \\p{L}+ [^.;!?]{0,40}instead|(?:my|the|our) (?:appointment|booking|visit)(?: [^.;!?]{0,40})? (?:instead|later|earlier)|(?:another|different|new|other) (?:time|day|date|slot) for (?:my|the|our) (?:appointment|booking|visit)",
  ),
  cancel: whole(
    "отмен\\p{L}+|аннулир\\p{L}+|удалите запись|неактуальн\\p{L}*|не актуальн\\p{L}*|(?:снимите|уберите|вычеркните|удалите|выпишите) меня|снимите (?:меня )?(?:с )?запис\\p{L}+|уберите (?:мою )?запись|не (?:смогу|могу|получится|получается) (?:прийти|приехать|подойти|быть)|не приду|не прид[её]м|cancel\\p{L}*|call off|can't (?:make it|come)|cannot (?:make it|come)|won't (?:make it|be (?:coming|there|able to (?:make it|come)))|can't do (?:it|that|today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:'s)? (?:any ?more|after all|now)|decided against|(?:don't|do not|won't) (?:need|be needing|want) (?:my|the) [^.;!?]{1,40}any ?more|(?:not able|unable|not going) to (?:make it|come|be there)|something(?:'s| has)? c[ao]me up|have to miss",
  ),
  human: whole(
    '(?:поз(?:ов|ва)\\p{L}+|переключ\\p{L}+|соедин\\p{L}+|свяж\\p{L}+|дайте|нужен|хочу|можно|поговорить|связаться|пусть) (?:меня |мне )?(?:с |со |на )?(?:живого |живым |живой |реальн\\p{L}+ )?(?:администратор\\p{L}*|оператор\\p{L}*|человек\\p{L}*|менеджер\\p{L}*|сотрудник\\p{L}*|люд\\p{L}+)|(?:живой|живого|живым) (?:человек\\p{L}*|оператор\\p{L}*)|с человеком|оператор|администратор|перезвоните(?: мне)?|(?:speak|talk|chat|(?:call|get|bring|give|connect|put|transfer)(?: me)?)(?: to| with| through(?: to)?)? (?:a |an |the |some )?(?:real |live |actual |proper )*(?:human|person|someone(?! else)|somebody(?! else)|real person|manager|receptionist|operator|agent|staff|admin\\p{L}*|representative|real human)|(?:a )?(?:human|real person|live agent|live person)(?: please)?|operator|receptionist|representative|call me back',
  ),
  language: whole(
    '(?:по|на) ?-?(?:английск\\p{L}+|англ)|english|(?:на|по) ?-?русск\\p{L}+|(?:in|speak) (?:english|russian)|russian|говорите (?:по|на)',
  ),
  yes: whole(
    "да|ага|угу|конечно|хорошо|ок|окей|ладно|давай(?:те)?|подходит|подойдет|устраивает|согласн\\p{L}+|верно|правильно|точно|можно|отлично|супер|идет|годится|именно|беру|yes|yeah|yep|yup|sure|ok|okay|right(?! now| away)|correct|confirm(?:ed)?|fine|please do|sounds good|that works|works for me|perfect|great|go ahead|absolutely|of course|good|that's fine|it works|i'll take (?:it|that)|deal",
  ),
  no: whole(
    "нет|неа|не надо|не нужно|не хочу|не подходит|не подойдет|не устраивает|не удобно|неудобно|не то|no|nope|nah|not really|don't want|doesn't work|won't work|neither|none|no thanks|not (?:just |right )?(?:now|yet)|not today|not at (?:the|this) (?:moment|time)|not necessary",
  ),
  wrong: whole(
    'ой|ошибл\\p{L}+|ошибка|не так|неправильно|неверно|я перепутал\\p{L}*|точнее|вернее|имел\\p{L}* в виду|oops|sorry i meant|i meant|wrong|mistake|actually|correction|rather',
  ),
  forget: whole(
    "передумал\\p{L}*|забудь(?:те)?|не надо (?:записывать|ничего|уже)|ничего не надо|не буду (?:записываться|записывать)|не записывай(?:те)?|не (?:надо |нужно )?(?:отменя|переноси|трога|удаля|снима)(?:йте|й|ть|те)?|стоп|хватит|отбой|остав\\p{L}+ (?:все |всё |мою |эту )*(?:как есть|как было|запись)|пусть (?:все )?(?:остается|останется)(?: как есть)?|потом|попозже напишу|(?:я |лучше |сам\\p{L}* )+(?:по|пере)?(?:звоню|позвоню)|(?:позвоню|напишу|запишусь|зайду) (?:потом|позже|попозже|завтра|сам\\p{L}*)|я подумаю|подумаю|never ?mind|forget it|forget about it|changed my mind|(?:i'll |i will |let me |gonna |going to |have to )?sleep on it|don't book|do not book|stop|i'll think|let me think|not (?:just |right )?(?:now|yet)|not at (?:the|this) (?:moment|time)|hold off|(?:maybe |perhaps )?some other time|(?:maybe|perhaps) (?:another time|later)|leave it|too (?:expensive|pricey)(?![^.!]*\\?)|в другой раз|(?:слишком|очень) дорого(?![^.!]*\\?)|(?:don't|do not|dont) (?:cancel|move|change|reschedule)|keep (?:it|my (?:appointment|booking))(?: as it is)?",
  ),
  unknowing: whole(
    "не знаю|не уверен\\p{L}*|не решил\\p{L}*|затрудняюсь|посоветуй\\p{L}*|что посоветуете|как посоветуете|don't know|do not know|not sure|no idea|dunno|what do you (?:recommend|suggest)|you choose|surprise me|what (?:should|would|do) (?:i|you) (?:take|get|have|recommend)",
  ),
  add: whole(
    '(?:и )?еще(?: и)?|также|плюс|добавь(?:те)?|добавить|вместе с|заодно|а также|also|add|plus|as well|and also|too(?! (?:expensive|pricey|much|long|late|early|short|far|many|busy|soon))|together with',
  ),
  instead: whole('вместо|лучше|instead|rather|замени\\p{L}*|только|not that'),
  both: whole('оба|обе|и то и другое|и то, и другое|вместе|both|all of them|все вместе'),
  same_as_last: whole(
    'как (?:в )?прошл\\p{L}+(?: раз)?|как всегда|как обычно|то же (?:самое )?что (?:и )?(?:в )?прошл\\p{L}+|(?:the )?same as (?:last time|before|usual|always)|(?:the )?same (?:thing |one )?again|the usual|like last time|my usual',
  ),
  several_people: whole(
    '(?:меня|нас|мне|я) и (?:мо\\p{L}+ )?(?:муж\\p{L}*|жен\\p{L}*|сын\\p{L}*|доч\\p{L}*|подруг\\p{L}*|мам\\p{L}*|друг\\p{L}*|ребен\\p{L}*|сестр\\p{L}*)|(?:нас|на|для) (?:двоих|троих|2 человек\\p{L}*|3 человек\\p{L}*)|вдвоем|втроем|для двух человек|for (?:two|three|2|3|both of us)(?: people| persons| of us)|(?:me|myself) and (?:my|a) (?:husband|wife|son|daughter|friend|mother|mom|mum|sister|kid|child|partner)|the (?:two|three) of us',
  ),
  several_visits: whole(
    '2 (?:записи|визита|appointments|visits|bookings)|две записи|два визита|two (?:appointments|visits|bookings)',
  ),
  why_phone: whole(
    "(?:зачем|почему|для чего) (?:вам |вы |тебе )?(?:нужен |нужно |спрашиваете )?(?:мой |мо[ея] |мне )?(?:номер|телефон|имя|данные)|не (?:дам|хочу давать|буду давать|скажу|хочу говорить) (?:вам )?(?:свой |мой )?(?:номер|телефон|имя)|why do you (?:need|want|ask for) (?:my|a|the) (?:number|phone|name)|why (?:my|the) (?:number|phone|name)|don't want to (?:give|share) (?:my|you my) (?:number|phone|name)",
  ),
  help: whole('помощь|помогите|помоги|что ты умеешь|что вы умеете|меню|help|what can you do|how does this work'),
  wait: whole(
    'под?ождите|погодите|подожди|погоди|секунд(?:у|очку|ку)|минут(?:ку|очку)|один момент|посоветуюсь|(?:спрошу|уточню) (?:у|с)|hold on|(?:one|a|just a) (?:sec|second|moment|minute)|bear with me',
  ),
}
