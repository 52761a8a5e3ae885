import type { ComponentChild } from 'preact'

// The only markup of the desk: **bold**, [text](https://…) and bare http(s) links. Everything becomes text and elements made
// here; nothing is ever parsed as HTML.
const TOKEN = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/g

/** A text of the desk. */
export function Markup({ text }: { text: string }) {
  const parts: ComponentChild[] = []
  let end = 0
  for (const match of text.matchAll(TOKEN)) {
    const [whole, bold, label, labelled, bare] = match
    parts.push(text.slice(end, match.index))
    end = match.index + whole.length
    const href = safeLink(labelled ?? bare)
    if (bold !== undefined) parts.push(<strong>{bold}</strong>)
    else if (href)
      parts.push(
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {label ?? bare}
        </a>,
      )
    else parts.push(whole)
  }
  parts.push(text.slice(end))
  return <>{parts}</>
}

/** The address, when it is one of http(s); relative ones lead to our own server. */
export function safeLink(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address, location.origin)) return undefined
  const { protocol, href } = new URL(address, location.origin)
  return protocol === 'http:' || protocol === 'https:' ? href : undefined
}
