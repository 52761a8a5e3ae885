import { visitTexts } from '../provider/index.ts'

/** What is said to clients: the calendar's own words, and where to book. */
export const texts = {
  ru: {
    ...visitTexts.ru,
    page: 'Записаться можно на странице салона: {url} — там видно всё свободное время.',
    declined: 'К сожалению, салон не смог подтвердить это время. Давайте подберём другое.',
  },
  en: {
    ...visitTexts.en,
    page: 'You can book on the salon’s page: {url} — it shows all the free times.',
    declined: 'Sorry, the salon couldn’t confirm this time. Let’s find another one.',
  },
}
