/** What the plugin says to clients when it has to say no, and to staff in the cards that it writes. */
export const texts = {
  ru: {
    past: 'Это время уже прошло — давайте подберём другое.',
    taken: 'Это время только что заняли — давайте подберём другое.',
    price: 'Цена изменилась с тех пор, как я её назвал. Давайте посмотрим заново.',
    cancelled: 'Эта запись уже отменена. Могу подобрать новое время.',
    begun: 'Этот визит уже начался, перенести его не получится.',
    task: 'Визит: {services}, {name}',
    taskDone: 'Визит отменён',
  },
  en: {
    past: 'That time has already passed — let’s find another one.',
    taken: 'That time has just been taken — let’s find another one.',
    price: 'The price has changed since I named it. Let’s look at it again.',
    cancelled: 'This visit is already cancelled. I can find you a new time.',
    begun: 'This visit has already started, so it can’t be moved.',
    task: 'Visit: {services}, {name}',
    taskDone: 'The visit was cancelled',
  },
}
