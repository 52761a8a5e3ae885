import type { Conversation } from './conversation.ts'
import type { Host } from './host.ts'
import type { Sound } from './sound.ts'

/** Counts what the visitor has not seen: in the title of the tab, on the button of the site around, and by a sound. */
export function watchAttention({ state }: Conversation, { host, sound }: { host: Host; sound: Sound }): void {
  const { title } = document
  let unread = 0
  const isSeen = () => !document.hidden && host.isOpen()

  function show(count: number): void {
    if (count === unread) return
    unread = count
    document.title = count > 0 ? `(${count}) ${title}` : title
    host.tell({ aiadmin: 'unread', count })
  }

  state.watch((now, before) => {
    if (!before.isReady || now.messages === before.messages) return
    const news = now.messages.slice(before.messages.length).filter(({ author }) => author !== 'client').length
    if (news === 0) return
    if (!isSeen()) show(unread + news)
    if (!isSeen() || !document.hasFocus()) sound.play()
  })
  const seen = () => {
    if (isSeen()) show(0)
  }
  document.addEventListener('visibilitychange', seen)
  host.watch(seen)
}
