import type { ChoiceGroup, ChoiceOption } from '../../../../../core/contract/index.ts'
import type { PageMessage } from '../../history.ts'
import type { QuickButton } from '../../quick.ts'
import type { Outgoing } from './outbox.ts'

/** A choice of the desk, or a button of the page's own, which the desk does not know. */
export interface Option extends ChoiceOption {
  quick?: QuickButton
}

/** What can be pressed together. */
export interface OptionGroup {
  kind: ChoiceGroup['kind']
  options: readonly Option[]
}

/** One message as the page shows it: stored by the desk, or still on its way there. */
export interface Row {
  /** The same before and after the desk stored it, so that nothing jumps. */
  key: string
  author: PageMessage['author']
  text: string
  at: string
  visit?: PageMessage['visit']
  media?: PageMessage['media']
  choices?: OptionGroup
  /** Only of the visitor's own. */
  state?: Outgoing['state']
}

/** The desk's history with what is on its way: each message once, whichever of the two news came first. */
export function timelineOf(messages: readonly PageMessage[], queue: readonly Outgoing[]): readonly Row[] {
  const own = matchOwn(messages, queue)
  const stored = messages.map(({ id, author, text, at, visit, media, choices }): Row => {
    return {
      key: own.get(id)?.key ?? id,
      author,
      text,
      at,
      ...(visit && { visit }),
      ...(media && { media }),
      ...(choices && { choices }),
      ...(author === 'client' && { state: 'sent' as const }),
    }
  })
  const arrived = new Set([...own.values()].map(({ key }) => key))
  const coming = queue
    .filter(({ key }) => !arrived.has(key))
    .map(({ key, text, at, state }): Row => ({ key, author: 'client', text, at, state }))
  return [...stored, ...coming]
}

/**
 * Which of the desk's messages are the visitor's own of this page: by the id that the desk answered, or, while that answer is
 * still on its way, by the text, the oldest first.
 */
function matchOwn(messages: readonly PageMessage[], queue: readonly Outgoing[]): ReadonlyMap<string, Outgoing> {
  const own = new Map<string, Outgoing>()
  const ids = new Set(messages.map(({ id }) => id))
  for (const message of queue) if (message.stored && ids.has(message.stored)) own.set(message.stored, message)
  for (const message of queue) {
    if (message.stored !== undefined || message.state === 'failed') continue
    const found = messages.find(
      ({ id, seq, author, text }) =>
        author === 'client' && seq > message.afterSeq && text === message.text && !own.has(id),
    )
    if (found) own.set(found.id, message)
  }
  return own
}

/** What can be pressed now: the newest group to which the visitor has not answered. */
export function openChoices(rows: readonly Row[]): OptionGroup | undefined {
  const answered = rows.findLastIndex(({ author }) => author === 'client')
  return rows.slice(answered + 1).findLast(({ choices }) => choices !== undefined)?.choices
}
