import { InlineKeyboard, Keyboard } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { ChoiceGroup, ChoiceOption } from '../../../core/contract/index.ts'

/** Telegram takes no more of them under one message, and core offers no more. */
export const MAX_BUTTONS = 60

/** What still stands whole on a button over the whole width of a telephone, roughly. */
export const LABEL_LENGTH = 44

/** Bytes of what a button brings back. */
const DATA_BYTES = 64

/** How many buttons stand side by side: the more, the shorter the longest of them is. */
const COLUMNS: Readonly<Record<ChoiceGroup['kind'], readonly { upTo: number; columns: number }[]>> = {
  times: [
    { upTo: 6, columns: 4 },
    { upTo: 10, columns: 3 },
    { upTo: 18, columns: 2 },
  ],
  days: [
    { upTo: 10, columns: 3 },
    { upTo: 18, columns: 2 },
  ],
  confirm: [{ upTo: 18, columns: 2 }],
  employees: [{ upTo: 14, columns: 2 }],
  other: [{ upTo: 14, columns: 2 }],
  services: [],
  visits: [],
}

/** Beside a label that tells something by itself stands what it costs, or who does it. */
const HINT = ' · '

function textOf({ label, hint }: ChoiceOption, isTold: boolean): string {
  return !isTold && hint !== undefined && label.length + HINT.length + hint.length <= LABEL_LENGTH
    ? label + HINT + hint
    : label
}

/** The way on (other days) leads away from the choices and stands below them. */
const leadsOn = ({ kind }: ChoiceGroup, { time }: ChoiceOption) => kind === 'times' && time === undefined

/** The buttons of a group; undefined when one of them can't be pressed. */
export function inlineKeyboard(group: ChoiceGroup): InlineKeyboardMarkup | undefined {
  if (group.options.some(({ id }) => id === '' || Buffer.byteLength(id) > DATA_BYTES)) return undefined
  const choices = group.options.filter(option => !leadsOn(group, option))
  // The one employee behind all times was chosen before.
  const isTold = group.kind === 'times' && new Set(choices.map(({ hint }) => hint)).size === 1
  const longest = Math.max(0, ...choices.map(option => textOf(option, isTold).length))
  const columns = COLUMNS[group.kind]?.find(({ upTo }) => longest <= upTo)?.columns ?? 1
  const keyboard = new InlineKeyboard()
  let inRow = 0
  let wasAlone = false
  for (const option of group.options) {
    const isAlone = leadsOn(group, option)
    if (inRow > 0 && (isAlone || wasAlone || inRow === columns)) {
      keyboard.row()
      inRow = 0
    }
    keyboard.text(textOf(option, isTold), option.id)
    inRow += 1
    wasAlone = isAlone
  }
  return { inline_keyboard: keyboard.inline_keyboard }
}

/** The button with which a client sends their own phone. */
export function contactKeyboard(label: string) {
  const { keyboard } = new Keyboard().requestContact(label)
  return { keyboard, resize_keyboard: true, one_time_keyboard: true }
}

const PRESSED = '✓ '

/**
 * The buttons of a message after one of them was pressed: it alone is left, marked. Undefined when that is how they are
 * already. Buttons that can't be seen any more are taken away.
 */
export function pressedKeyboard(
  buttons: InlineKeyboardMarkup | 'unseen',
  data: string,
): InlineKeyboardMarkup | undefined {
  if (buttons === 'unseen') return { inline_keyboard: [] }
  const pressed = buttons.inline_keyboard
    .flat()
    .find(button => 'callback_data' in button && button.callback_data === data)
  if (!pressed || pressed.text.startsWith(PRESSED)) return undefined
  return { inline_keyboard: [[{ text: PRESSED + pressed.text, callback_data: data }]] }
}
