/** Words that mean the same thing on a price list. A group whose words never name a service by themselves is a modifier. */
export const SERVICE_CONCEPTS: readonly { words: string; modifier?: true }[] = [
  {
    words:
      'стрижка стричь стричься подстричься подстричь постричься постричь подравнять подровнять подравнивание стрижечка haircut trim cut',
  },
  {
    words:
      'окрашивание покраска покрасить покраситься красить краситься окраска окрасить окраситься перекраситься color coloring dye dyeing',
  },
  { words: 'маникюр ногти ноготки ногтей manicure nails' },
  { words: 'педикюр ножки pedicure toes' },
  { words: 'укладка уложить styling blowdry blowout' },
  { words: 'брови бровки бровей eyebrows brows brow' },
  { words: 'ресницы реснички ресничек lashes eyelashes lash' },
  { words: 'борода бороду бороды бородка beard' },
  { words: 'бритье побриться побрить shave shaving' },
  { words: 'массаж massage' },
  { words: 'макияж мейкап накраситься makeup' },
  { words: 'эпиляция депиляция шугаринг waxing wax epilation' },
  { words: 'чистка cleaning cleanse' },
  { words: 'консультация consultation' },
  { words: 'осмотр checkup examination' },
  { words: 'снятие снять removal remove' },
  { words: 'покрытие гель гельлак шеллак shellac gel polish' },
  {
    words:
      'мужская мужской мужчина мужчины муж мужа мужу парень парня парню папа папе men mens man husband gents male boyfriend guy gentleman father dad',
    modifier: true,
  },
  {
    words:
      'женская женский женщина жена жене жены девушка девушке мама маме women womens woman ladies lady wife female girlfriend mother mum mom',
    modifier: true,
  },
  {
    words:
      'детская детский ребенок ребенку ребенка дети детей сын сыну сына сыном дочь дочери дочка дочке дочку дочерью мальчик девочка внук внучка малыш kid kids child children childrens son daughter boy girl toddler',
    modifier: true,
  },
  { words: 'короткий короткая короткие короткое short', modifier: true },
  { words: 'длинный длинная длинные длинное long', modifier: true },
  { words: 'средний средняя средние среднее medium', modifier: true },
]

/** Words that join the words of a service's name and say nothing about which one it is. */
export const JOINING_WORDS: readonly string[] = [
  'и',
  'с',
  'со',
  'на',
  'в',
  'для',
  'из',
  'от',
  'до',
  'по',
  'без',
  'или',
  'к',
  'у',
  'о',
  'за',
  'and',
  'with',
  'for',
  'the',
  'of',
  'a',
  'an',
  'to',
  'in',
  'on',
  'or',
  'without',
]

/** Words of services' names that are ordinary speech too: alone they name nothing. */
export const COMMON_WORDS: readonly string[] = [
  'день',
  'час',
  'время',
  'минут',
  'услуга',
  'запись',
  'прием',
  'лицо',
  'волосы',
  'волос',
  'комплекс',
  'мастер',
  'один',
  'новый',
  'day',
  'hour',
  'time',
  'minutes',
  'service',
  'appointment',
  'visit',
  'hair',
  'face',
  'full',
  'new',
  'set',
  'one',
  'body',
]
