import { badRequest } from './refusal.ts'

/** A text as a client sees it. */
export interface ParsedText {
  text: string
  bold: readonly string[]
  links: readonly { text: string; url: string }[]
}

const TAGS = new Set('b strong i em u ins s strike del code pre a tg-spoiler blockquote tg-emoji span'.split(' '))
const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

interface Open {
  tag: string
  from: number
  url: string
}

/** Reads `parse_mode: HTML` as strictly as Telegram: unknown, unclosed and crossed tags are refused. */
export function parseHtml(html: string): ParsedText {
  const open: Open[] = []
  const bold: string[] = []
  const links: { text: string; url: string }[] = []
  let text = ''
  const wrong = (what: string, at: number) =>
    badRequest(`can't parse entities: ${what} at byte offset ${Buffer.byteLength(html.slice(0, at))}`)

  for (const token of html.matchAll(/<([^>]*)(>?)|&(#\d+|#x[0-9a-f]+|[a-z]+);|[^<&]+|&/gi)) {
    const [whole, inside, closing, entity] = token
    if (entity !== undefined) text += unescapeEntity(entity) ?? whole
    else if (inside === undefined) text += whole
    else if (closing !== '>') throw wrong('unclosed start tag', token.index)
    else if (inside.startsWith('/')) {
      const tag = inside.slice(1).trim().toLowerCase()
      const last = open.pop()
      if (!last) throw wrong('unexpected end tag', token.index)
      if (tag !== last.tag) throw wrong(`unmatched end tag, expected "</${last.tag}>", found "</${tag}>"`, token.index)
      const within = text.slice(last.from)
      if (tag === 'b' || tag === 'strong') bold.push(within)
      if (tag === 'a') links.push({ text: within, url: last.url })
    } else {
      const [, tag = '', attributes = ''] = /^([\w-]*)(.*)$/s.exec(inside) ?? []
      if (!TAGS.has(tag.toLowerCase())) throw wrong(`unsupported start tag "${tag}"`, token.index)
      const url = /href="([^"]*)"/.exec(attributes)?.[1] ?? ''
      open.push({
        tag: tag.toLowerCase(),
        from: text.length,
        url: url.replace(/&(\w+);/g, (_, name) => SIGNS[name] ?? _),
      })
    }
  }
  const last = open.at(-1)
  if (last) throw wrong(`can't find end tag corresponding to start tag "${last.tag}"`, html.length)
  return { text, bold, links }
}

function unescapeEntity(name: string): string | undefined {
  if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
  if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
  return SIGNS[name]
}
