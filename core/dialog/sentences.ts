/**
 * Where a sentence ends: its mark, a sign of joy before a capital, a line break, or an offer of more help without a mark before
 * it; a dot within a number, after a single letter, in "p.m. on Friday" or in "27.11. um 15 Uhr" is none.
 */
const END =
  /(?:(?<![\s(]\p{L}|^\p{L})(?<!\b[ap]\.m(?=\.\s+\p{Ll}))(?<!\d(?=\.\s+\p{Ll}))[.!?…]+["»”')\]*_]*(?=\s)|(?<=[\p{L}\p{N}.!?)]\s?)\p{Extended_Pictographic}\u{fe0f}?(?=\s+\p{Lu})|(?<=[\p{L}\p{N})]\s)(?=(?:Чем|Что-нибудь|Anything|What else|Is there) [^.!?\n]*\?)|\n)/gu

/** A whole text cut into sentences, each with what stands between it and the next. */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = []
  let start = 0
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length
    const gap = /^\s*/u.exec(text.slice(end))?.[0].length ?? 0
    if (end + gap <= start) continue
    sentences.push(text.slice(start, end + gap))
    start = end + gap
  }
  if (start < text.length) sentences.push(text.slice(start))
  return sentences
}

/** What was looked at before is not read again, but for what a mark that comes later may end. */
const LOOK_BACK = 300

/** Collects pieces of text and hands on whole sentences only. */
export function createSentences(say: (text: string) => void) {
  const ends = new RegExp(END)
  let waiting = ''
  return {
    add(delta: string) {
      ends.lastIndex = Math.max(0, waiting.length - LOOK_BACK)
      waiting += delta
      let end = 0
      for (const match of waiting.matchAll(ends)) end = match.index + match[0].length
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
