import type { DeskFile } from '../../config/desk-config.ts'
import type { ChannelCapabilities, ChoiceGroup, ChoiceLimits, VisitCard } from '../contract/index.ts'
import type { Reply } from '../journal/finish.ts'
import { newId } from '../journal/ids.ts'
import type { SaidMessage } from '../journal/said-message.ts'
import { type NumberedText, numberOptions } from './option-list.ts'
import type { Session } from './session.ts'

/** What the desk wants to say, before it is fitted to the channel. */
export interface Utterance {
  text: string
  choices?: ChoiceGroup
  contactRequest?: boolean
  visit?: VisitCard
  outcomeOf?: string
  summaryOf?: string
  /** What goes out with it, of kinds that the channel sends. */
  files?: readonly DeskFile[]
}

/** Cuts a text into pieces of at most `limit` characters, at paragraphs, lines or words where it can. */
function splitText(text: string, limit: number): readonly string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (rest.length > limit) {
    const head = rest.slice(0, limit + 1)
    const at = ['\n\n', '\n', '. ', ' '].map(mark => head.lastIndexOf(mark)).find(index => index > limit / 2)
    // A pair of UTF-16 units is one character; it must not be torn.
    const isTorn = /[\ud800-\udbff]/.test(rest.charAt(limit - 1))
    const end = at === undefined || at < 0 ? limit - (isTorn ? 1 : 0) : at + 1
    pieces.push(rest.slice(0, end).trim())
    rest = rest.slice(end).trim()
  }
  if (rest !== '') pieces.push(rest)
  return pieces
}

function shorten(label: string, limit: number): string {
  return label.length > limit ? `${label.slice(0, limit - 1).replace(/\p{Surrogate}$/u, '')}…` : label
}

function fitLabels(
  group: ChoiceGroup,
  { labelLength, hintLength = Number.POSITIVE_INFINITY }: ChoiceLimits,
): ChoiceGroup {
  const options = group.options.map(option => ({
    ...option,
    label: shorten(option.label, labelLength),
    ...(option.hint !== undefined && { hint: shorten(option.hint, hintLength) }),
  }))
  return { ...group, options }
}

/** The pieces of a text; the last one, beside which choices stand, may have to be shorter than the others. */
function piecesOf(text: string, { textLength, choices }: ChannelCapabilities, hasChoices: boolean): readonly string[] {
  const pieces = splitText(text, textLength)
  const last = pieces.at(-1)
  const limit = hasChoices && choices ? choices.textLength : undefined
  if (last === undefined || limit === undefined) return pieces
  return [...pieces.slice(0, -1), ...splitText(last, limit)]
}

/** A provider message with what a number means in answer to it. */
export interface NumberedReply extends Reply {
  numbered: readonly string[]
}

/** The provider messages of an utterance: split at the channel's limits, buttons on the last one. */
export function repliesOf(
  utterance: Utterance,
  { locale }: Session,
  channel: ChannelCapabilities,
): readonly NumberedReply[] {
  const { choices, visit, contactRequest, outcomeOf, summaryOf } = utterance
  const [file, ...others] = utterance.files ?? []
  const isListed = choices !== undefined && channel.choices === false
  const { text, tokens }: NumberedText = isListed
    ? numberOptions(utterance.text, choices)
    : { text: utterance.text, tokens: [] }
  const pieces = piecesOf(text, channel, choices !== undefined)
  // One message has one file: the others stand before it, each under its name.
  const alone = others.map(({ id, fileName }) => {
    const message: SaidMessage = { text: fileName, locale, author: 'desk', file: id }
    return { id: newId(), message, numbered: [] }
  })
  const replies = pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1
    const message: SaidMessage = {
      text: piece,
      locale,
      author: 'desk',
      ...(isLast && file && { file: file.id }),
      ...(isLast && choices && channel.choices && { choices: fitLabels(choices, channel.choices) }),
      ...(isLast && contactRequest && channel.contactRequest && { contactRequest }),
      ...(isLast && visit && { visit }),
    }
    return {
      id: newId(),
      message,
      numbered: isLast ? tokens : [],
      ...(isLast && outcomeOf !== undefined && { outcomeOf }),
      ...(isLast && summaryOf !== undefined && { summaryOf }),
    }
  })
  return [...alone, ...replies]
}
