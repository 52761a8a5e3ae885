import type { PageHistory } from '../../history.ts'

// The desk's side of the conversation: server-sent events while they work, reading the history where they do not
// (proxies that hold answers back, too many tabs, a connection that comes and goes).
const SILENCE_MS = 40_000
const FIRST_EVENT_MS = 6_000
const POLL_MS = 3_000
const TRY_AGAIN_MS = 20_000

/** What is heard of the desk. */
export interface ConnectionOptions {
  api: string
  /** The `seq` of the newest message that is known. */
  after(): number
  heardHistory(history: PageHistory): void
  heardTyping(): void
  heardDraft(draft: { key: string; text: string }): void
  /** Called with every change of mind about whether the desk can be reached. */
  lost(isLost: boolean): void
  /** The session is gone; gets a new one. */
  renewSession(): Promise<unknown>
}

/** Keeps reading until the page is left. */
export function openConnection(options: ConnectionOptions): void {
  const { api, after, lost } = options
  let source: EventSource | undefined
  let watchdog = 0
  let poll = 0
  let restart = 0

  function hearHistory(history: PageHistory): void {
    lost(false)
    options.heardHistory(history)
  }

  function open(): void {
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
    source.addEventListener('typing', () => options.heardTyping())
    source.addEventListener('draft', event => options.heardDraft(JSON.parse(event.data)))
    // Another tab of this visitor is live now; this one reads along until somebody looks at it again.
    source.addEventListener('replaced', () => fallBack())
    // Not all pages at once when the desk comes back.
    source.addEventListener('error', () => fallBack(1_000 + Math.random() * 2_000))
  }

  function watch(ms: number): void {
    window.clearTimeout(watchdog)
    watchdog = window.setTimeout(() => fallBack(TRY_AGAIN_MS), ms)
  }

  function close(): void {
    source?.close()
    source = undefined
    window.clearTimeout(watchdog)
    window.clearTimeout(restart)
    window.clearInterval(poll)
  }

  function fallBack(restartMs?: number): void {
    close()
    void read()
    poll = window.setInterval(read, POLL_MS)
    if (restartMs !== undefined) restart = window.setTimeout(open, restartMs)
  }

  async function read(): Promise<void> {
    try {
      const response = await fetch(`${api}/history?after=${after()}`, { headers: { accept: 'application/json' } })
      if (response.ok) hearHistory(await response.json())
      else if (response.status === 401) await options.renewSession()
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
  open()
}
