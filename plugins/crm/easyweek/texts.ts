/** What is said to clients when EasyWeek wants more than a program can give. */
export const texts = {
  ru: {
    questions: 'Для этой записи салон просит заполнить анкету — я передам вас администратору.',
    questions_page: 'Для этой записи салон просит заполнить анкету. Записаться можно здесь: {url}',
  },
  en: {
    questions: 'For this visit the salon has a few more questions — I’ll pass you on to a colleague.',
    questions_page: 'For this visit the salon has a few more questions. You can book it here: {url}',
  },
}
