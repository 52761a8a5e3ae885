const MARKED = /\*\*(\S(?:.*?\S)?)\*\*|\[([^\]\n]+)\]\((https:\/\/[^\s)]+)\)|https?:\/\/\S+/g
/** A sign that WhatsApp would take for the beginning of bold, italic, struck through or fixed. */
const OPENING = /(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu

/** How the pieces of a text are written. */
interface Writing {
  plain(text: string): string
  bold(text: string): string
}

const asIs = (text: string) => text
const inBold = (text: string) => `*${text}*`

/** The desk's text in WhatsApp's markup: `**bold**` has one asterisk, links stand behind their words. */
export function writeMarkup(text: string, limit: number): string {
  // There is no way to escape a sign; with a space of no width behind it, it opens nothing. An address stays as it is.
  const guarded = write(text, { plain: words => words.replace(OPENING, '$1\u200b'), bold: inBold })
  return guarded.length <= limit ? guarded : write(text, { plain: asIs, bold: inBold })
}

/** The desk's text without any markup. */
export function writePlain(text: string): string {
  return write(text, { plain: asIs, bold: asIs })
}

function write(text: string, { plain, bold }: Writing): string {
  let written = ''
  let end = 0
  for (const match of text.matchAll(MARKED)) {
    const [whole, strong, label, url] = match
    written += plain(text.slice(end, match.index))
    if (strong !== undefined) written += bold(plain(strong))
    else written += url === undefined ? whole : `${plain(label ?? '')}: ${url}`
    end = match.index + whole.length
  }
  return written + plain(text.slice(end))
}
