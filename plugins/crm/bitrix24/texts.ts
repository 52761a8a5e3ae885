import { slotTexts } from '../provider/index.ts'

/** What is said to clients when Bitrix24 has to say no. */
export const texts = {
  ru: { ...slotTexts.ru, over: 'Этот визит уже закрыт, изменить его не получится. Могу подобрать новое время.' },
  en: { ...slotTexts.en, over: 'This visit is already closed, so it can’t be changed. I can find you a new time.' },
}
