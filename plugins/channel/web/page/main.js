import { showChoices } from './choices.js'
import { createConnection } from './connection.js'
import { createDates } from './dates.js'
import { createDelivery } from './delivery.js'
import { createLive } from './live.js'
import { createLog } from './log.js'
import { createOutbox } from './outbox.js'

const QUICK = ['quick_book', 'quick_prices', 'quick_visits', 'quick_human']

const { api, locale, texts } = JSON.parse(document.getElementById('settings').textContent)
const find = id => document.getElementById(id)
const scroll = find('scroll')
const choices = find('choices')
const input = find('text')

const log = createLog(find('log'), { dates: createDates(locale, texts), texts, retry: id => outbox.retry(id) })
const live = createLive(find('live'))
const delivery = createDelivery({ api, locale, texts, after: () => seq, notice: showNotice })
const now = () => new Date().toISOString()
let seq = 0
let isEmpty = true
let lastAuthor
let wasLost = false
let noticeTimer

const outbox = createOutbox({
  storageKey: `aiadmin:${api}`,
  send: delivery.send,
  changed: (message, state) => {
    log.mark(message.id, state)
    showTyping(state === 'sending')
  },
  remember(message, stored) {
    // The history may have brought it already, from another tab or before the answer to our request.
    if (log.has(stored)) log.remove(message.id)
    else log.rename(message.id, stored)
    log.mark(stored, 'sent')
  },
})

const connection = createConnection({
  api,
  after: () => seq,
  session: delivery.renewSession,
  lost(isLost) {
    if (isLost === wasLost) return
    wasLost = isLost
    showNotice(isLost ? texts.offline : undefined)
    if (!isLost) outbox.wake()
  },
  hear(event) {
    if (event.type === 'typing') showTyping(true)
    else if (event.type === 'draft') keepEnd(() => live.draft(event.text))
    else showHistory(event)
  },
})

function showHistory({ messages, after, busy, mode }) {
  const follows = isAtEnd()
  const isFirst = find('log').getAttribute('aria-live') === 'off'
  for (const message of messages) {
    if (message.seq <= seq) continue
    show(message)
  }
  seq = Math.max(seq, after)
  if (isFirst) begin()
  find('status-text').textContent = mode === 'staff' ? texts.status_staff : texts.status
  showTyping(busy && lastAuthor === 'client')
  if (messages.length > 0 && (follows || isFirst)) scrollToEnd(isFirst)
  else find('latest').hidden = isAtEnd()
}

function show(message) {
  if (isEmpty) clearGreeting()
  lastAuthor = message.author
  if (message.author === 'client') {
    showChoices(choices)
    if (log.has(message.id)) return
    // Our own message, whose delivery was not confirmed yet: the same text, the oldest first.
    const mine = outbox.queue.find(({ id, text, failed }) => !failed && log.has(id) && text === message.text)
    if (mine) log.rename(mine.id, message.id)
    else log.append(message.id, message)
    log.mark(message.id, 'sent')
    return
  }
  log.append(message.id, message)
  showChoices(choices, message.choices, press)
}

/** After the first reading: what the visitor hears from now on is news. */
function begin() {
  if (isEmpty && outbox.queue.length === 0) greet()
  for (const message of outbox.queue) {
    if (log.has(message.id)) continue
    if (isEmpty) clearGreeting()
    log.append(message.id, { author: 'client', text: message.text, at: message.at })
    log.mark(message.id, message.failed ? 'failed' : 'waiting')
  }
  find('log').setAttribute('aria-live', 'polite')
  outbox.resume()
}

function greet() {
  log.append('greeting', { author: 'desk', text: texts.greeting, at: now() })
  const options = QUICK.map(key => ({ label: texts[key] }))
  showChoices(choices, { kind: 'quick', options }, ({ label }) => say({ text: label }))
}

function clearGreeting() {
  isEmpty = false
  if (log.has('greeting')) showChoices(choices)
}

function press({ id, label }) {
  say({ text: label, choice: id })
  // The pressed button is gone; a phone would cover half the chat with its keyboard.
  if (matchMedia('(hover: hover)').matches) input.focus({ preventScroll: true })
}

function say({ text, choice }) {
  const message = { id: crypto.randomUUID?.() ?? randomId(), text, choice, at: now() }
  clearGreeting()
  showChoices(choices)
  log.append(message.id, { author: 'client', text, at: message.at })
  log.mark(message.id, 'sending')
  lastAuthor = 'client'
  outbox.add(message)
  scrollToEnd()
}

function showTyping(isTyping) {
  if (isTyping) keepEnd(live.typing)
  else live.clear()
}

function keepEnd(change) {
  const follows = isAtEnd()
  change()
  if (follows) scrollToEnd()
}

function showNotice(content, ms) {
  clearTimeout(noticeTimer)
  const notice = find('notice')
  notice.hidden = content === undefined
  notice.replaceChildren(...[content ?? []].flat())
  if (ms) noticeTimer = setTimeout(() => showNotice(), ms)
}

function isAtEnd(slack = 80) {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < slack
}

function scrollToEnd(isInstant = false) {
  requestAnimationFrame(() => scroll.scrollTo({ top: scroll.scrollHeight, behavior: isInstant ? 'instant' : 'smooth' }))
}

/** `crypto.randomUUID` is missing where the page was opened by plain http. */
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function fitInput() {
  input.style.height = 'auto'
  input.style.height = `${input.scrollHeight}px`
}

find('composer').addEventListener('submit', event => {
  event.preventDefault()
  const text = input.value.trim()
  if (text === '') return
  input.value = ''
  fitInput()
  say({ text })
})
input.addEventListener('input', fitInput)
input.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  find('composer').requestSubmit()
})
scroll.addEventListener('scroll', () => {
  find('latest').hidden = isAtEnd(200)
})
find('latest').addEventListener('click', () => scrollToEnd())

connection.open()
