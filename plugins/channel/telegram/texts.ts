/** What stands on the button for the phone and beside the commands in the bot's menu. */
export const texts = {
  ru: {
    'contact.button': '📱 Отправить мой номер',
    'command.start': 'Начать сначала',
    'command.book': 'Записаться',
    'command.my': 'Мои записи',
    'command.cancel': 'Отменить или перенести визит',
    'command.human': 'Позвать администратора',
    'command.help': 'Что я умею',
  },
  en: {
    'contact.button': '📱 Send my number',
    'command.start': 'Start over',
    'command.book': 'Book a visit',
    'command.my': 'My visits',
    'command.cancel': 'Cancel or move a visit',
    'command.human': 'Talk to a person',
    'command.help': 'What I can do',
  },
} as const
