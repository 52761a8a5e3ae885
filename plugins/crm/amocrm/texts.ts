import { visitTexts } from '../provider/index.ts'

/** What the plugin says to clients when it has to say no, and to staff in the cards that it writes. */
export const texts = {
  ru: { ...visitTexts.ru, task: 'Визит: {services}, {name}', taskDone: 'Визит отменён' },
  en: { ...visitTexts.en, task: 'Visit: {services}, {name}', taskDone: 'The visit was cancelled' },
}
