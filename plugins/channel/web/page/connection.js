// The desk's side of the conversation: server-sent events while they work, reading the history where they do not
// (proxies that hold answers back, too many tabs, a connection that comes and goes).
const SILENCE_MS = 40_000
const FIRST_EVENT_MS = 6_000
const POLL_MS = 3_000
const TRY_AGAIN_MS = 20_000

/** Keeps reading; `hear` gets `{ type: 'history' | 'typing' | 'draft', … }`, `lost` whether the desk is out of reach. */
export function createConnection({ api, after, hear, lost, session }) {
  let source
  let watchdog
  let poll
  let restart

  function hearHistory(history) {
    lost(false)
    hear({ type: 'history', ...history })
  }

  function open() {
    close()
    source = new EventSource(`${api}/stream?after=${after()}`)
    watch(FIRST_EVENT_MS)
    source.addEventListener('history', event => {
      watch(SILENCE_MS)
      hearHistory(JSON.parse(event.data))
    })
    source.addEventListener('ping', () => {
      watch(SILENCE_MS)
      lost(false)
    })
    source.addEventListener('typing', () => hear({ type: 'typing' }))
    source.addEventListener('draft', event => hear({ type: 'draft', ...JSON.parse(event.data) }))
    // Another tab of this visitor is live now; this one reads along until somebody looks at it again.
    source.addEventListener('replaced', () => fallBack())
    // Not all pages at once when the desk comes back.
    source.addEventListener('error', () => fallBack(1_000 + Math.random() * 2_000))
  }

  function watch(ms) {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => fallBack(TRY_AGAIN_MS), ms)
  }

  function close() {
    source?.close()
    source = undefined
    clearTimeout(watchdog)
    clearTimeout(restart)
    clearInterval(poll)
  }

  function fallBack(restartMs) {
    close()
    void read()
    poll = setInterval(read, POLL_MS)
    if (restartMs !== undefined) restart = setTimeout(open, restartMs)
  }

  async function read() {
    try {
      const response = await fetch(`${api}/history?after=${after()}`, { headers: { accept: 'application/json' } })
      if (response.ok) hearHistory(await response.json())
      else if (response.status === 401) await session()
      else lost(true)
    } catch {
      lost(true)
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !source) open()
  })
  window.addEventListener('online', open)
  window.addEventListener('offline', () => lost(true))

  return { open }
}
