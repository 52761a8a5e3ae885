/** What stands on WhatsApp's own controls: the button of a list, the commands that it offers after a `/`, and a client without a name. */
export const texts = {
  ru: {
    choose: 'Выбрать',
    template_client: 'уважаемый клиент',
    command_book: 'Записаться',
    command_my: 'Мои записи',
    command_cancel: 'Отменить или перенести визит',
    command_human: 'Позвать человека',
    command_help: 'Что я умею',
  },
  en: {
    choose: 'Choose',
    template_client: 'dear guest',
    command_book: 'Book a visit',
    command_my: 'My bookings',
    command_cancel: 'Cancel or move a visit',
    command_human: 'Talk to a person',
    command_help: 'What I can do',
  },
}
