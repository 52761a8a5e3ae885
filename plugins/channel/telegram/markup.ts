const BOLD = /\*\*(?=\S)(.+?)(?<=\S)\*\*/gs
const LINK = /\[([^\]\n]+)\]\((https:\/\/[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)/g

/** A text for a person, in Telegram's HTML where it holds markup. */
export interface Formatted {
  text: string
  /** The same without markup, for when Telegram does not like the other one. */
  plain: string
  isHtml: boolean
}

/** Writes the desk's only two kinds of markup, bold and links, as Telegram's HTML; everything else is shown as it is. */
export function format(text: string): Formatted {
  const isHtml = text.search(BOLD) >= 0 || text.search(LINK) >= 0
  const plain = text.replace(BOLD, '$1').replace(LINK, '$1: $2')
  if (!isHtml) return { text, plain, isHtml }
  const html = escapeHtml(text).replace(BOLD, '<b>$1</b>').replace(LINK, '<a href="$2">$1</a>')
  // Overlapping marks would not close in order.
  return isNested(html) ? { text: html, plain, isHtml } : { text: plain, plain, isHtml: false }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, sign => ENTITIES[sign] ?? sign)

function isNested(html: string): boolean {
  const open: string[] = []
  for (const [, closes, name = ''] of html.matchAll(/<(\/?)([ab])\b/g)) {
    if (!closes) open.push(name)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}
