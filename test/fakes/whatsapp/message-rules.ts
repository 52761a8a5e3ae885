// Meta's rules for the body of `POST /<number>/messages`, as far as a desk meets them: A6 to A8 of the facts.
import { refuse } from './refusal.ts'

/** A body as it comes; every rule looks for itself. */
// biome-ignore lint/suspicious/noExplicitAny: a stand-in takes what it is sent, as JSON has it.
export type Wire = any

/** A template that the account has. */
export interface FakeTemplate {
  name: string
  language: string
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED'
  /** With `{{1}}` or `{{names}}`. */
  body: string
}

/** What the rules must know of the account. */
export interface RuleWorld {
  media: ReadonlyMap<string, { kind: string }>
  templates: readonly FakeTemplate[]
}

const text = (value: unknown, what: string, most: number) => {
  if (typeof value !== 'string' || value === '') refuse(131008, `${what} is required`)
  if (value.length > most) refuse(131009, `${what} has more than ${most} characters`)
  return value
}

function only(value: Wire, what: string, ...names: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(131008, `${what} must be an object`)
  const other = Object.keys(value).find(name => !names.includes(name))
  if (other !== undefined) refuse(100, `${what} has the unexpected key ${other}`)
}

function list(value: unknown, what: string, most: number): Wire[] {
  if (!Array.isArray(value) || value.length === 0) refuse(131008, `${what} must be a list`)
  if (value.length > most) refuse(131009, `${what} has more than ${most} entries`)
  return value
}

function unique(values: readonly string[], what: string): void {
  if (new Set(values).size !== values.length) refuse(131009, `${what} must be unique`)
}

const COMMON = ['messaging_product', 'recipient_type', 'to', 'recipient', 'type', 'biz_opaque_callback_data', 'context']

/** Throws the error with which Meta refuses the body. */
export function checkMessage(body: Wire, world: RuleWorld): void {
  only(body, 'the message', ...COMMON, body?.type)
  if (body.messaging_product !== 'whatsapp') refuse(100, 'messaging_product must be whatsapp')
  if (body.recipient_type !== 'individual') refuse(100, 'recipient_type must be individual')
  if (body.to === undefined && body.recipient === undefined) refuse(131008, 'to or recipient is required')
  if (body.biz_opaque_callback_data !== undefined) text(body.biz_opaque_callback_data, 'biz_opaque_callback_data', 512)
  const rule = RULES[body.type]
  if (!rule) refuse(131051, `the type ${body.type} is not supported`)
  rule(body[body.type], world)
}

type Rule = (content: Wire, world: RuleWorld) => void

function media(kind: string, ...more: readonly string[]): Rule {
  return (content, world) => {
    only(content, kind, 'id', ...more)
    const file = world.media.get(content.id)
    if (!file || file.kind !== kind) refuse(131053, `${kind}.id is no uploaded ${kind}`)
    if (content.caption !== undefined) text(content.caption, 'caption', 1_024)
  }
}

const RULES: Readonly<Record<string, Rule>> = {
  text(content) {
    only(content, 'text', 'body', 'preview_url')
    text(content.body, 'text.body', 4_096)
  },
  image: media('image', 'caption'),
  audio: media('audio', 'voice'),
  document: media('document', 'caption', 'filename'),
  interactive(content, world) {
    only(content, 'interactive', 'type', 'header', 'body', 'footer', 'action')
    text(content.body?.text, 'interactive.body.text', 1_024)
    if (content.header) checkHeader(content, world)
    const rule = INTERACTIVE[content.type]
    if (!rule) refuse(131051, `interactive.type ${content.type} is not supported`)
    rule(content.action, world)
  },
  template: checkTemplate,
}

function checkHeader({ header, type }: Wire, world: RuleWorld): void {
  if (header.type === 'text') {
    only(header, 'header', 'type', 'text')
    text(header.text, 'header.text', 60)
    return
  }
  if (type !== 'button' || !['image', 'document'].includes(header.type))
    refuse(131009, 'this header is not supported here')
  only(header, 'header', 'type', header.type)
  if (header[header.type].caption !== undefined) refuse(131009, 'a header has no caption')
  RULES[header.type]?.(header[header.type], world)
}

const INTERACTIVE: Readonly<Record<string, Rule>> = {
  button(action) {
    only(action, 'action', 'buttons')
    const buttons = list(action.buttons, 'action.buttons', 3)
    for (const button of buttons) {
      if (button.type !== 'reply') refuse(131009, 'a button must be of the type reply')
      text(button.reply?.title, 'button title', 20)
      if (text(button.reply.id, 'button id', 256) !== button.reply.id.trim())
        refuse(131009, 'button id has outer spaces')
    }
    unique(
      buttons.map(button => button.reply.title),
      'button titles',
    )
    unique(
      buttons.map(button => button.reply.id),
      'button ids',
    )
  },
  list(action) {
    only(action, 'action', 'button', 'sections')
    text(action.button, 'action.button', 20)
    const sections = list(action.sections, 'action.sections', 10)
    for (const section of sections) if (sections.length > 1) text(section.title, 'section title', 24)
    const rows: Wire[] = sections.flatMap(section => list(section.rows, 'rows', 10))
    list(rows, 'rows of all sections', 10)
    for (const row of rows) {
      only(row, 'row', 'id', 'title', 'description')
      text(row.id, 'row id', 200)
      text(row.title, 'row title', 24)
      if (row.description !== undefined) text(row.description, 'row description', 72)
    }
    unique(
      rows.map(row => row.id),
      'row ids',
    )
  },
  request_contact_info(action) {
    only(action, 'action', 'name')
    if (action.name !== 'request_contact_info') refuse(131009, 'action.name must be request_contact_info')
  },
}

function checkTemplate(content: Wire, { templates }: RuleWorld): void {
  only(content, 'template', 'name', 'language', 'components')
  const template = templates.find(({ name, language }) => name === content.name && language === content.language?.code)
  if (template?.status === 'PAUSED') refuse(132015, 'template is paused')
  if (template?.status === 'DISABLED') refuse(132016, 'template is disabled')
  if (template?.status !== 'APPROVED') refuse(132001, 'template name does not exist in the translation')
  const parameters = parametersIn(content)
  const wanted = [...new Set(placeholders(template.body))]
  if (parameters.length !== wanted.length) refuse(132000, 'number of parameters does not match')
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.type !== 'text') refuse(132012, 'parameter format does not match')
    const name = parameter.parameter_name ?? String(index + 1)
    if (!wanted.includes(name)) refuse(132012, `there is no parameter ${name}`)
    if (/[\n\t]| {5}/.test(text(parameter.text, 'parameter text', 1_024)))
      refuse(132012, 'a parameter can not have line breaks, tabs or more than four spaces in a row')
  }
  if (filled(template, content).length > 1_024) refuse(132005, 'translated text too long')
}

const placeholders = (body: string) => [...body.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)

function parametersIn(content: Wire): Wire[] {
  return (content.components ?? []).flatMap((component: Wire) =>
    component.type === 'body' ? list(component.parameters, 'parameters', 100) : refuse(132012, 'only a body is known'),
  )
}

/** The template as the client reads it. */
export function filled({ body }: FakeTemplate, content: Wire): string {
  const values = new Map<string, string>(
    parametersIn(content).map((parameter, index) => [parameter.parameter_name ?? String(index + 1), parameter.text]),
  )
  return body.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values.get(name) ?? '')
}

/** The commands of a number's `conversational_automation`. */
export function commandsOf(body: Wire): readonly string[] {
  only(body, 'the components', 'enable_welcome_message', 'prompts', 'commands')
  const commands = list(body.commands, 'commands', 30)
  for (const { command_name, command_description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command_name)) refuse(100, 'command_name is wrong')
    text(command_description, 'command_description', 256)
  }
  return commands.map(({ command_name }) => command_name)
}
