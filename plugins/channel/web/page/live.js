import { element } from './element.js'
import { appendMarkup } from './markup.js'

// The desk says every 4 s that it is still working; twice unheard, it is not.
const WORKING_MS = 9_000

/** What stands below the last message while the desk works: three dots, or the answer as far as it is written. */
export function createLive(container) {
  let timer
  const put = node => {
    clearTimeout(timer)
    timer = setTimeout(clear, WORKING_MS)
    container.replaceChildren(node)
  }
  const clear = () => {
    clearTimeout(timer)
    container.replaceChildren()
  }
  return {
    clear,
    typing() {
      // Dots that are there keep moving; an unfinished answer is better than dots.
      const shown = container.firstElementChild
      put(shown ?? element('div', 'bubble typing', { children: [1, 2, 3].map(() => element('i', '')) }))
    },
    draft(text) {
      const bubble = element('div', 'bubble draft')
      appendMarkup(bubble, text)
      put(bubble)
    },
  }
}
