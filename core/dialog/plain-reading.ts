/** A text without the signs of a known meaning: the words, and what the signs say by themselves. */
export interface PlainReading {
  words: string
  hasYesSign: boolean
  hasNoSign: boolean
}

const YES_SIGN = /👍|👌|✅|🆗|☑|✔|\+/u
const NO_SIGN = /👎|❌/u

/** Signs beside which a yes stays a yes, with their skin tones; all others may mock it, cross it out or mean somebody else's. */
const KNOWN_SIGNS =
  /(?:👍|👌|✅|🆗|☑|✔|\+|👎|❌|🙏|🤝|❤|🧡|💛|💚|💙|💜|💖|😊|☺|🙂|😀|😃|😄|😁|😍|🥰|😘|🤗|🎉|✨|🌸|🌹|💐|❗)\p{Emoji_Modifier}?\u{fe0f}?|[:;]-?\)+|\)+/gu

/** What a text may hold beside its words: «да», "yes", and marks that end or part. */
const MARKS = /[.,!…:;"«»“”–—]+/gu

/** Nobody needs more characters than these for a plain answer. */
const LONGEST = 200

/** Reads a short text. What is no sign of a known meaning, a question mark too, stays among the words, where no list knows it. */
export function readPlain(text: string): PlainReading | undefined {
  if (text.length > LONGEST) return undefined
  const rest = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll('’', "'")
    .replace(KNOWN_SIGNS, ' ')
    .replace(MARKS, ' ')
  // A dash between words parts them; one within a word is its own.
  const words = rest
    .replace(/(?<!\S)-+(?!\S)/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('thank you', 'thanks')
    .trim()
  return { words, hasYesSign: YES_SIGN.test(text), hasNoSign: NO_SIGN.test(text) }
}
