/** Words that ask about the same thing, for finding an entry of the company's FAQ. */
export const MEANINGS: readonly string[] = [
  'парковка парковаться припарковаться паркинг машина автомобиль машину авто стоянка parking park car',
  'карта карту картой картами безнал безналичный оплата оплатить платить заплатить наличные наличными перевод переводом чек рассрочка pay payment card cash cards visa mastercard credit',
  'ребенок ребенком дети детьми детей малыш сын дочь child children kid kids baby toddler little',
  'сертификат сертификаты подарок подарочный подарить gift voucher certificate present',
  'скидка скидки акция акции бонус бонусы промокод discount discounts promo promotion offer deal loyalty',
  'интернет вайфай wifi wi-fi internet',
  'собака собакой собаку питомец животное животные кошка dog pet pets animal',
  'опоздать опоздаю опаздываю опоздание задержусь late delay',
  'гарантия гарантии переделать исправить guarantee warranty redo fix',
  'стерилизация инструменты инструмент стерильный дезинфекция чистота sterile sterilize sterilization tools hygiene clean',
  'предоплата аванс залог депозит deposit prepayment advance',
  'отмена отменить отменю отменять cancel cancellation cancelling policy',
  'беременность беременным беременная pregnant pregnancy',
  'аллергия аллергии allergy allergic',
  'кофе чай напитки вода coffee tea drinks water',
  'коляска коляской инвалид пандус лифт wheelchair stroller accessible accessibility lift elevator disabled',
  'документы паспорт полис страховка documents passport insurance insured',
  'материалы косметика бренд бренды марка краска products brand brands cosmetics',
  'вакансия вакансии работа vacancy job jobs hiring',
  'противопоказания можно нельзя contraindications',
  'подготовка подготовиться готовиться prepare preparation before',
  'без записи живая очередь walk-in walkin walkins',
]

/** Words of questions that say nothing about their subject. */
export const EMPTY_WORDS: readonly string[] = (
  'а и но или у вас нас вам меня мне я мы вы ты он она оно это то есть ли бы же да нет не в на с со к по за из от до для о об как какой какая какое какие каком что кто где куда когда сколько чем можно могу нужно надо буду быть будет если так там тут уже еще только ' +
  'ваш ваша ваши ваше мой моя мои здравствуйте привет добрый день спасибо пожалуйста скажите подскажите хочу хотела хотел узнать салон салоне ' +
  'the a an is are do does did can could will would may i you your yours my me we us it its this that there here to of in on at for with and or if what which who how when where have has had be been am please hi hello thanks want like know tell any some got get take accept salon'
).split(' ')
