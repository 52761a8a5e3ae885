/** What the salon of the tests is asked most. */
export const faq = [
  {
    question: { ru: 'Есть ли парковка?', en: 'Is there parking?' },
    answer: { ru: 'Да, парковка во дворе.', en: 'Yes, in the yard.' },
  },
  {
    question: { ru: 'Можно ли оплатить картой?', en: 'Can I pay by card?' },
    answer: { ru: 'Да, картой или наличными.', en: 'Yes, by card or cash.' },
  },
  {
    question: { ru: 'Можно ли прийти с ребёнком?', en: 'May I bring my child?' },
    answer: { ru: 'Конечно, есть игровой уголок.', en: 'Of course, there is a play corner.' },
  },
]
