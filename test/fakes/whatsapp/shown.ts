import type { ShownMessage } from '../../../core/testkit/index.ts'
import { type FakeTemplate, filled, type Wire } from './message-rules.ts'

/** A message as its client sees it. */
export interface WhatsAppShown extends ShownMessage {
  id: string
  form: 'text' | 'buttons' | 'list' | 'contact' | 'media' | 'template'
  hints: readonly string[]
  /** The file that stands in it or above it. */
  media?: { kind: string; id: string }
  /** Of a template. */
  language?: string
}

const FORMATTED = /https?:\/\/\S+|(?<![\p{L}\p{N}])([*_~`])(?=[^\s\u200b])(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu

/** Text as WhatsApp draws it: signs that format are gone, but for those of an address; spaces of no width can't be seen. */
function drawn(text: string): string {
  return text.replace(FORMATTED, (whole, _sign, inner?: string) => inner ?? whole).replaceAll('\u200b', '')
}

/** What the client sees of an accepted body. */
export function shownOf(id: string, body: Wire, templates: readonly FakeTemplate[]): WhatsAppShown {
  const nothing = { id, text: '', choices: [], hints: [], contactRequest: false }
  const content = body[body.type]
  if (body.type === 'text') return { ...nothing, form: 'text', text: drawn(content.body) }
  if (body.type === 'template') {
    const { name, language } = content
    const template = templates.find(one => one.name === name && one.language === language.code)
    const text = template ? filled(template, content) : ''
    return { ...nothing, form: 'template', text, template: name, language: language.code }
  }
  if (body.type !== 'interactive')
    return { ...nothing, form: 'media', text: drawn(content.caption ?? ''), media: { kind: body.type, id: content.id } }
  const { type, action, header } = content
  const text = drawn(content.body.text)
  const media = header && header.type !== 'text' ? { media: { kind: header.type, id: header[header.type].id } } : {}
  if (type === 'request_contact_info') return { ...nothing, form: 'contact', text, contactRequest: true }
  if (type === 'button') {
    const choices = action.buttons.map(({ reply }: Wire) => ({ id: reply.id, label: reply.title }))
    return { ...nothing, ...media, form: 'buttons', text, choices }
  }
  const rows: Wire[] = action.sections.flatMap((section: Wire) => section.rows)
  return {
    ...nothing,
    form: 'list',
    text,
    choices: rows.map(row => ({ id: row.id, label: row.title })),
    hints: rows.map(row => row.description ?? ''),
  }
}
