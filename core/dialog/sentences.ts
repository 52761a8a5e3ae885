/** Where a sentence ends: its mark, or a line break; a dot within a number or after a single letter is none. */
const END = /(?:(?<![\s(]\p{L}|^\p{L})[.!?…]+["»”')\]]*(?=\s)|\n)/gu

/** Collects pieces of text and hands on whole sentences only. */
export function createSentences(say: (text: string) => void) {
  let waiting = ''
  return {
    add(delta: string) {
      waiting += delta
      let end = 0
      for (const match of waiting.matchAll(END)) end = match.index + match[0].length
      if (end === 0) return
      say(waiting.slice(0, end))
      waiting = waiting.slice(end)
    },
    /** The rest, at the end of the answer. */
    flush() {
      if (waiting.trim() !== '') say(waiting)
      waiting = ''
    },
  }
}
