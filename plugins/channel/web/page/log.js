import { element, icon } from './element.js'
import { appendMarkup } from './markup.js'
import { visitCard } from './visit.js'

const STATES = {
  sending: 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  waiting: 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  sent: 'M5 12.5l4.5 4.5L19 7.5',
  failed: 'M12 7v6M12 16.5v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
}

/** The list of messages on the page: appends what is new and never rebuilds what is there. */
export function createLog(container, { dates, texts, retry }) {
  const rows = new Map()
  let lastDay

  function appendDay(at) {
    const day = dates.dayKey(at)
    if (day === lastDay) return
    lastDay = day
    container.append(element('p', 'separator', { children: [dates.dayOf(at, new Date())] }))
  }

  function bubble({ author, text }) {
    const node = element('div', 'bubble')
    if (author === 'client') node.textContent = text
    else appendMarkup(node, text)
    return node
  }

  function append(key, message) {
    appendDay(message.at)
    const row = element('div', 'message', { 'data-author': message.author })
    const previous = container.lastElementChild
    if (previous?.dataset.author === message.author) previous.classList.add('followed')
    const speaker = message.author === 'client' ? texts.you : message.author === 'staff' ? texts.staff : undefined
    if (speaker) row.append(element('span', message.author === 'staff' ? 'speaker' : 'unseen', { children: [speaker] }))
    if (message.text) row.append(bubble(message))
    if (message.visit) row.append(visitCard(message.visit, { dates, texts }))
    row.append(
      element('div', 'meta', {
        children: [element('time', '', { datetime: message.at, children: [dates.timeOf(message.at)] })],
      }),
    )
    rows.set(key, row)
    container.append(row)
    return row
  }

  return {
    append,
    /** The visitor's message gets the id under which the desk knows it. */
    rename(from, to) {
      const row = rows.get(from)
      if (!row) return
      rows.delete(from)
      rows.set(to, row)
    },
    has: key => rows.has(key),
    remove(key) {
      rows.get(key)?.remove()
      rows.delete(key)
    },
    /** Shows how far the visitor's own message has come. */
    mark(key, state) {
      const row = rows.get(key)
      if (!row || row.dataset.state === state) return
      row.dataset.state = state
      const meta = row.querySelector('.meta')
      meta.querySelectorAll('.mark, .retry, .note').forEach(node => {
        node.remove()
      })
      const mark = element('span', 'mark', { role: 'img', 'aria-label': texts[state], title: texts[state] })
      mark.append(icon(STATES[state]))
      meta.append(mark)
      if (state === 'waiting') meta.prepend(element('span', 'note', { children: [texts.waiting] }))
      if (state !== 'failed') return
      const again = element('button', 'retry', { type: 'button', children: [`${texts.failed}. ${texts.retry}`] })
      again.addEventListener('click', () => retry(key))
      meta.prepend(again)
    },
  }
}
