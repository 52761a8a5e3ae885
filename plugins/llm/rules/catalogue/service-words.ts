/**
 * Words that mean the same thing on a price list. A group whose words never name a service by themselves is a modifier. A
 * treatment names a service that a business has or has not; a doing ("colour") is one only with what it is done to.
 */
export const SERVICE_CONCEPTS: readonly { words: string; modifier?: true; treatment?: true; doing?: true }[] = [
  {
    words:
      'стрижка стричь стричься подстричься подстричь постричься постричь подравнять подровнять подравнивание стрижечка haircut trim cut',
    doing: true,
  },
  {
    words:
      'окрашивание покраска покрасить покраситься красить краситься окраска окрасить окраситься перекраситься color coloring colored dye dyeing dyed',
    doing: true,
  },
  { words: 'маникюр ногти ноготки ногтей manicure nails mani', treatment: true },
  { words: 'педикюр ножки pedicure toes pedi', treatment: true },
  { words: 'укладка уложить styling blowdry blowout', treatment: true },
  { words: 'брови бровки бровей eyebrows brows brow', treatment: true },
  { words: 'ресницы реснички ресничек lashes eyelashes lash', treatment: true },
  { words: 'борода бороду бороды бородка beard', treatment: true },
  { words: 'бритье побриться побрить shave shaving', treatment: true },
  { words: 'массаж massage', treatment: true },
  { words: 'dentist dental teeth tooth dentistry' },
  { words: 'doctor physician gp medical' },
  { words: 'therapist therapy counselling counseling counselor counsellor psychologist psychotherapy' },
  { words: 'макияж мейкап накраситься makeup', treatment: true },
  { words: 'эпиляция депиляция шугаринг waxing wax epilation', treatment: true },
  { words: 'чистка cleaning cleanse' },
  { words: 'консультация consultation' },
  { words: 'осмотр checkup examination' },
  { words: 'снятие снять removal remove', treatment: true },
  { words: 'наращивание нарастить нарощенные extension extensions', treatment: true },
  { words: 'кератин кератиновое ботокс keratin botox', treatment: true },
  { words: 'ламинирование lamination', treatment: true },
  { words: 'татуаж перманент перманентный татуировка тату permanent tattoo microblading', treatment: true },
  { words: 'пирсинг piercing', treatment: true },
  { words: 'солярий загар solarium tan tanning', treatment: true },
  { words: 'завивка химия perm', treatment: true },
  { words: 'покрытие гель гельлак шеллак shellac gel polish', doing: true },
  {
    words:
      'мужская мужской мужчина мужчины муж мужа мужу парень парня парню папа папе men mens man husband gents male boyfriend guy gentleman father dad hubby gent gents bf bloke blokes guys lad lads fella chap',
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
