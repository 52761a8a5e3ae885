// A small bridge between the desk and a salon on DIKIDI, for salons without an integration platform.
//
//   SECRET=… DESK=https://desk.example.com node bridge.mjs
//
// It keeps the requests in a file and shows the administrator a page with them: enter the visit in DIKIDI, then press
// Confirm, or press Refuse when the time is taken. Keep the page inside of the salon's own network.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const { SECRET, DESK, PORT = '8787', HOST = '127.0.0.1', FILE = 'requests.json' } = process.env
if (!SECRET || !DESK) {
  console.error('set SECRET (the same as bridge.secret in aiadmin.yaml) and DESK (the address of the desk)')
  process.exit(64)
}
const OLDEST_SECONDS = 300

/** Operations by event and key; a repetition changes nothing. */
const operations = new Map(existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : [])

function save() {
  writeFileSync(`${FILE}.new`, JSON.stringify([...operations], null, 2))
  renameSync(`${FILE}.new`, FILE)
}

/** Only the desk knows the secret, and only fresh words count. */
function isGenuine(body, signature = '') {
  const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? []
  if (!given || Math.abs(Date.now() / 1000 - Number(seconds)) > OLDEST_SECONDS) return false
  const expected = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

/** Tells the desk what the salon has decided. */
async function answer(operation, status) {
  // The address came signed; it must still be the desk's.
  if (new URL(operation.callback).origin !== new URL(DESK).origin) throw new Error('the callback is not at the desk')
  const response = await fetch(operation.callback, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status }),
  })
  if (!response.ok) throw new Error(`the desk answered ${response.status}: ${await response.text()}`)
}

const escaped = value => String(value).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

const TASKS = {
  'visit.requested': 'Enter in DIKIDI',
  'visit.move_requested': 'Move in DIKIDI',
  'visit.move_withdrawn': 'Do not move',
  'visit.cancelled': 'Take out of DIKIDI',
}

function page() {
  const open = [...operations].filter(([, { done }]) => !done)
  const rows = open.map(([id, { event, visit, previous, client }]) => {
    const what = TASKS[event] ?? event
    const from = previous ? `${previous.date} ${previous.time} → ` : ''
    const words = `${from}${visit.date} ${visit.time}, ${visit.services}, ${visit.employee}, ${client.name} ${client.phone}`
    const buttons = event.endsWith('requested') ? ['confirm', 'refuse'] : ['done']
    const form = buttons.map(verb => `<button name="verb" value="${verb}">${verb}</button>`).join(' ')
    return `<form method="post" action="/decide/${encodeURIComponent(id)}"><b>${what}:</b> ${escaped(words)} ${form}</form>`
  })
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="20"><title>Requests</title>
<h1>Requests</h1>${rows.join('\n') || '<p>Nothing to do.</p>'}`
}

async function serve(request, response) {
  const { pathname } = new URL(request.url, 'http://bridge')
  const [, part, id = ''] = pathname.split('/')
  const body = await text(request)
  if (request.method === 'GET')
    return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page())
  if (part === 'decide') {
    const operation = operations.get(decodeURIComponent(id))
    if (!operation) return response.writeHead(404).end()
    const verb = new URLSearchParams(body).get('verb')
    if (verb !== 'done') await answer(operation, verb === 'confirm' ? 'booked' : 'refused')
    operation.done = true
    save()
    return response.writeHead(303, { location: '/' }).end()
  }
  if (!isGenuine(body, request.headers['x-aiadmin-signature'])) return response.writeHead(403).end()
  // `aiadmin doctor` asks so whether both know the same secret.
  if (request.method === 'OPTIONS') return response.writeHead(204).end()
  const operation = JSON.parse(body)
  const name = `${operation.event}:${operation.key}`
  if (!operations.has(name)) {
    operations.set(name, operation)
    // On disk before it is taken: the desk forgets what was taken.
    save()
  }
  return response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"taken"}')
}

createServer((request, response) => {
  serve(request, response).catch(error => {
    console.error(error.message)
    response.writeHead(502).end(escaped(error.message))
  })
}).listen(Number(PORT), HOST, function () {
  console.log(`bridge at http://${HOST}:${this.address().port}`)
})
