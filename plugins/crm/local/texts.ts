/** What the calendar says to clients when it has to say no. */
export const texts = {
  ru: {
    past: 'Это время уже прошло — давайте подберём другое.',
    taken: 'Это время только что заняли — давайте подберём другое.',
    cancelled: 'Эта запись уже отменена. Могу подобрать новое время.',
    begun: 'Этот визит уже начался, перенести его не получится.',
  },
  en: {
    past: 'That time has already passed — let’s find another one.',
    taken: 'That time has just been taken — let’s find another one.',
    cancelled: 'This visit is already cancelled. I can find you a new time.',
    begun: 'This visit has already started, so it can’t be moved.',
  },
}
