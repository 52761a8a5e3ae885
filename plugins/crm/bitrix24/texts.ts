/** What is said to clients when Bitrix24 has to say no. */
export const texts = {
  ru: {
    taken: 'Это время только что заняли — давайте подберём другое.',
    past: 'Это время уже прошло — давайте подберём другое.',
    price: 'Цена изменилась с тех пор, как я её назвал. Давайте посмотрим заново.',
    over: 'Этот визит уже закрыт, изменить его не получится. Могу подобрать новое время.',
  },
  en: {
    taken: 'That time has just been taken — let’s find another one.',
    past: 'That time has already passed — let’s find another one.',
    price: 'The price has changed since I named it. Let’s look at it again.',
    over: 'This visit is already closed, so it can’t be changed. I can find you a new time.',
  },
}
