import type { ChoiceGroup, ChoiceOption } from '../contract/index.ts'

/** Options of one list: a longer one nobody reads to its end. */
export const MAX_LISTED = 12

/** A text with the options of its question below it. */
export interface NumberedText {
  text: string
  /** In the order of their numbers; empty where the number alone could mean another option, too. */
  tokens: readonly string[]
}

/** Whether words already say what can be chosen; the way on (other days, a person) need not stand in them. */
function names(text: string, { label, time }: ChoiceOption, kind: ChoiceGroup['kind']): boolean {
  const plain = text.toLowerCase()
  if (kind === 'times') return time === undefined || plain.includes(time)
  return plain.includes(label.toLowerCase())
}

/** "10" where ten o'clock stands under another number. */
function isAmbiguous(number: number, options: readonly ChoiceOption[]): boolean {
  return options.some(
    ({ time }, index) => index !== number - 1 && time !== undefined && Number(time.slice(0, 2)) === number,
  )
}

/** Whether the words beside it name every option by themselves. */
export function isToldBy(text: string, { kind, options }: ChoiceGroup): boolean {
  return options.every(option => names(text, option, kind))
}

/** For a channel without buttons: the options as a numbered list, unless the text names them all by itself. */
export function numberOptions(text: string, group: ChoiceGroup): NumberedText {
  if (isToldBy(text, group)) return { text, tokens: [] }
  const { options } = group
  const lines = options.map(
    ({ label, hint }, index) => `${index + 1}. ${label}${hint === undefined ? '' : ` (${hint})`}`,
  )
  const tokens = options.map(({ id }, index) => (isAmbiguous(index + 1, options) ? '' : id))
  return { text: `${text}\n\n${lines.join('\n')}`, tokens }
}
