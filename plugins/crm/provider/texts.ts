/** What is said to clients when a time that was offered can't be had. */
export const slotTexts = {
  ru: {
    past: 'Это время уже прошло — давайте подберём другое.',
    taken: 'Это время только что заняли — давайте подберём другое.',
    price: 'Цена изменилась с тех пор, как я её назвал. Давайте посмотрим заново.',
  },
  en: {
    past: 'That time has already passed — let’s find another one.',
    taken: 'That time has just been taken — let’s find another one.',
    price: 'The price has changed since I named it. Let’s look at it again.',
  },
}

/** The same, and what is said when a visit can't be changed any more. */
export const visitTexts = {
  ru: {
    ...slotTexts.ru,
    cancelled: 'Эта запись уже отменена. Могу подобрать новое время.',
    begun: 'Этот визит уже начался, перенести его не получится.',
  },
  en: {
    ...slotTexts.en,
    cancelled: 'This visit is already cancelled. I can find you a new time.',
    begun: 'This visit has already started, so it can’t be moved.',
  },
}
