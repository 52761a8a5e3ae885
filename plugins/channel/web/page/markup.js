// The only markup of the desk: **bold**, [text](https://…) and bare http(s) links. Everything becomes text nodes and
// elements made here; nothing is ever parsed as HTML.
const TOKEN = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/g

/** The parts of a text, in order: `{ type: 'text' | 'bold' | 'link', text, href? }`. */
export function parseMarkup(text) {
  const parts = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    const [whole, bold, label, labelled, bare] = match
    if (match.index > end) parts.push({ type: 'text', text: text.slice(end, match.index) })
    end = match.index + whole.length
    const href = safeLink(labelled ?? bare)
    if (bold !== undefined) parts.push({ type: 'bold', text: bold })
    else if (href) parts.push({ type: 'link', text: label ?? bare, href })
    else parts.push({ type: 'text', text: whole })
  }
  if (end < text.length) parts.push({ type: 'text', text: text.slice(end) })
  return parts
}

/** Appends a text of the desk to an element. */
export function appendMarkup(element, text) {
  for (const part of parseMarkup(text)) element.append(nodeOf(part))
}

function nodeOf({ type, text, href }) {
  if (type === 'text') return document.createTextNode(text)
  const node = document.createElement(type === 'bold' ? 'strong' : 'a')
  node.textContent = text
  if (type === 'link') {
    node.href = href
    node.target = '_blank'
    node.rel = 'noopener noreferrer nofollow'
  }
  return node
}

function safeLink(address) {
  if (address === undefined || !URL.canParse(address)) return undefined
  const { protocol, href } = new URL(address)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
