// What the visitor wrote and the desk has not confirmed yet. It survives a reload of the tab; the id stays the same, so
// that sending again can never store a message twice.
const LONGEST_PAUSE_MS = 30_000

/** Sends messages one after the other, again and again while the connection is lost. */
export function createOutbox({ storageKey, send, changed, remember }) {
  const queue = read()
  let running = false
  let pauseMs = 1_000
  let wake = () => {}

  function read() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
      return Array.isArray(stored) ? stored : []
    } catch {
      return []
    }
  }
  const save = () => {
    try {
      sessionStorage.setItem(storageKey, JSON.stringify(queue))
    } catch {
      // Without storage the queue lives as long as the page.
    }
  }
  const drop = message => {
    queue.splice(queue.indexOf(message), 1)
    save()
  }

  async function run() {
    if (running) return
    running = true
    for (let message = next(); message; message = next()) {
      changed(message, 'sending')
      const { outcome, retryAfterMs, stored } = await send(message)
      if (outcome === 'stored') {
        pauseMs = 1_000
        drop(message)
        remember(message, stored)
      } else if (outcome === 'refused') {
        message.failed = true
        save()
        changed(message, 'failed')
      } else {
        changed(message, 'waiting')
        const ms = retryAfterMs ?? pauseMs
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
        await new Promise(resolve => {
          wake = resolve
          setTimeout(resolve, ms)
        })
      }
    }
    running = false
  }
  const next = () => queue.find(message => !message.failed)

  window.addEventListener('online', () => {
    pauseMs = 1_000
    wake()
  })

  return {
    queue,
    add(message) {
      queue.push(message)
      save()
      void run()
    },
    retry(id) {
      const message = queue.find(waiting => waiting.id === id)
      if (message) message.failed = false
      void run()
    },
    resume: () => void run(),
    /** Tries at once what waits for its pause to end. */
    wake: () => wake(),
  }
}
