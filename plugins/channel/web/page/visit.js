import { element } from './element.js'

/** A booked, moved or cancelled visit as a card. */
export function visitCard(visit, { dates, texts }) {
  const when = dates.visit(visit.start, visit.end)
  const details = [visit.services.join(', '), visit.employee].filter(Boolean).join(' · ')
  return element('article', 'visit', {
    'data-status': visit.status,
    children: [
      element('div', 'leaf', {
        'aria-hidden': 'true',
        children: [
          element('span', 'month', { children: [when.month] }),
          element('span', 'day', { children: [when.day] }),
        ],
      }),
      element('div', 'facts', {
        children: [
          element('p', 'state', { children: [texts[`visit_${visit.status}`] ?? ''] }),
          element('p', 'when', { children: [`${when.weekday}, ${when.date}`] }),
          element('p', 'times', { children: [when.times] }),
          element('p', 'details', { children: [details] }),
        ],
      }),
    ],
  })
}
