import { badRequest } from './refusal.ts'

/** A button that can be pressed. */
export interface InlineButton {
  text: string
  callback_data: string
}

/** What stands under a message, as far as the stand-in shows it. */
export interface Markup {
  /** Row by row. */
  inline: readonly (readonly InlineButton[])[]
  contactRequest?: string
  removesKeyboard: boolean
}

const MAX_BUTTONS = 100
const MAX_IN_ROW = 8
const NONE: Markup = { inline: [], removesKeyboard: false }

/** Reads `reply_markup` and refuses what Telegram refuses. */
export function readMarkup(given: unknown, isPrivate: boolean): Markup {
  if (given === undefined) return NONE
  const { inline_keyboard, keyboard, remove_keyboard } = Object(given)
  if (remove_keyboard === true) return { ...NONE, removesKeyboard: true }
  if (Array.isArray(keyboard)) {
    const asks = keyboard.flat().find(button => Object(button).request_contact === true)
    if (asks && !isPrivate) throw badRequest('phone number can be requested in private chats only')
    return { ...NONE, ...(asks && { contactRequest: String(asks.text) }) }
  }
  if (!Array.isArray(inline_keyboard)) throw badRequest('object expected as reply markup')
  const inline = inline_keyboard.map((row: unknown) => (Array.isArray(row) ? row.map(readButton) : []))
  if (inline.flat().length > MAX_BUTTONS || inline.some(row => row.length > MAX_IN_ROW))
    throw badRequest('reply markup is too long')
  return { ...NONE, inline }
}

function readButton(given: unknown): InlineButton {
  const { text, callback_data } = Object(given)
  if (typeof text !== 'string' || text.trim() === '')
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  const bytes = Buffer.byteLength(String(callback_data ?? ''))
  if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID')
  return { text, callback_data }
}
