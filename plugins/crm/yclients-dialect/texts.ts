/** What clients are told when the location says no. `page` is empty or the address of its booking page. */
export const texts = {
  ru: {
    code: 'Здесь запись подтверждают кодом из СМС, и ввести его могу не я, а только вы.{page, select, none {} other { Записаться можно тут: {page}}}',
    refused:
      'Записать вас отсюда не получается — позвоните нам, пожалуйста, и мы поможем.{page, select, none {} other { Или запишитесь тут: {page}}}',
    phone: 'Похоже, в номере телефона ошибка. Пришлите его, пожалуйста, ещё раз целиком.',
    name: 'Подскажите, пожалуйста, как вас зовут: без имени запись не принимается.',
    gone: 'На эту услугу сейчас не записывают. Давайте выберем другую?',
    change: 'Эту запись перенести отсюда уже нельзя — позвоните нам, пожалуйста.',
    cancel: 'Эту запись отменить отсюда уже нельзя — позвоните нам, пожалуйста.',
  },
  en: {
    code: 'Bookings here are confirmed with a code by SMS, which only you can enter.{page, select, none {} other { You can book here: {page}}}',
    refused:
      'I can’t book you in from here. Please give us a call and we’ll help.{page, select, none {} other { Or book here: {page}}}',
    phone: 'There seems to be a mistake in the phone number. Could you send it once more in full?',
    name: 'May I have your name? A visit can’t be booked without one.',
    gone: 'This service can’t be booked at the moment. Shall we choose another one?',
    change: 'This visit can’t be moved from here any more. Please give us a call.',
    cancel: 'This visit can’t be cancelled from here any more. Please give us a call.',
  },
}
