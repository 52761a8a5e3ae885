import type { ChannelEvent, Command, InboundPart, Locale, Sender } from '../contract/index.ts'
import { cleanName } from '../dialog/phone.ts'
import type { Say } from '../dialog/texts.ts'
import { findChoice } from '../journal/choice.ts'
import type { Journal } from '../journal/journal.ts'
import { codedError } from '../plugins/coded-error.ts'

type MessageEvent = Extract<ChannelEvent, { kind: 'message' }>

/** Longer messages are no message of a person. */
const MAX_TEXT = 10_000
const MAX_PARTS = 20
const MAX_ID = 500
const MAX_CONTACT = 200

const MAX_SENDER = 500
const MAX_PAYLOAD = 1_000

const COMMANDS: readonly Command[] = ['start', 'help', 'book', 'my', 'cancel', 'human']

const isCommand = (word: string | undefined): word is Command => COMMANDS.some(command => command === word)

const isText = (value: unknown, limit: number) => typeof value === 'string' && value.length <= limit

/** Whether a part is what it says that it is; plugins are written by others, some of them without types. */
const IS_SOUND: { readonly [Type in InboundPart['type']]: (part: Extract<InboundPart, { type: Type }>) => boolean } = {
  text: ({ text }) => isText(text, MAX_TEXT),
  choice: ({ id }) => isText(id, MAX_ID),
  contact: ({ phone, name = '' }) => isText(phone, MAX_CONTACT) && isText(name, MAX_CONTACT),
  media: () => true,
  location: ({ latitude, longitude }) => Number.isFinite(latitude) && Number.isFinite(longitude),
  command: ({ command, payload = '' }) => isCommand(command) && isText(payload, MAX_PAYLOAD),
}

/** Parts of kinds that this version does not know are left out, as events of such kinds are. */
function isKnown(part: InboundPart): boolean {
  return typeof part === 'object' && part !== null && Object.hasOwn(IS_SOUND, part.type)
}

function isSound<Part extends InboundPart>(part: Part): boolean {
  const check = IS_SOUND[part.type] as (part: Part) => boolean
  return check(part)
}

/** Throws `invalid` for what can never be stored. */
export function checkEvent(event: MessageEvent): void {
  const wrong = (what: string) => codedError('invalid', `a message can't be stored: ${what}`)
  if (typeof event.id !== 'string' || event.id === '' || event.id.length > MAX_ID) throw wrong('its id')
  if (typeof event.address !== 'string' || event.address === '' || event.address.length > MAX_ID)
    throw wrong('its address')
  if (!Array.isArray(event.parts) || event.parts.length > MAX_PARTS || !event.parts.some(isKnown))
    throw wrong('its parts')
  const bad = event.parts.filter(isKnown).find(part => !isSound(part))
  if (bad)
    throw wrong(bad.type === 'text' ? `a text of no more than ${MAX_TEXT} characters is needed` : `its ${bad.type}`)
}

/** What is written and shows nothing: marks of direction and width, joiners, and the letters that are drawn as blanks. */
const BLANK = /^[\p{DI}\p{Cf}\p{Z}\p{Cc}\p{Mn}\p{Me}\u2800]*$/u

/** A text without control characters and lone surrogates, which no database and no model takes; one that shows nothing is none. */
function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
  return BLANK.test(clean) ? '' : clean
}

/** What a channel says of who writes, without what no name holds; a value that is no text is left out. */
export function cleanSender({ name, language, verifiedPhone }: Sender = {}): Sender {
  const clean = isText(name, MAX_SENDER) && name !== undefined ? cleanName(name) : undefined
  return {
    ...(clean !== undefined && { name: clean }),
    ...(isText(language, MAX_SENDER) && language !== undefined && { language }),
    ...(isText(verifiedPhone, MAX_SENDER) && verifiedPhone !== undefined && { verifiedPhone }),
  }
}

function cleanPart(part: InboundPart): InboundPart {
  if (part.type === 'text') return { ...part, text: cleanText(part.text) }
  // A link that begins the conversation may name what the client wants: t.me/salon_bot?start=book.
  if (part.type === 'command' && part.command === 'start' && isCommand(part.payload))
    return { ...part, command: part.payload }
  return part
}

/** The parts as they are stored. */
export function cleanParts(parts: readonly InboundPart[]): readonly InboundPart[] {
  return parts.filter(isKnown).map(cleanPart)
}

/** What the history shows of a part. */
async function partText(
  journal: Journal,
  say: Say,
  part: InboundPart,
  where: { conversation: string | undefined; locale: Locale },
): Promise<string> {
  const { conversation, locale } = where
  switch (part.type) {
    case 'text':
      return part.text.trim()
    case 'choice': {
      const choice = conversation && (await findChoice(journal, journal.db, conversation, part.id))
      return choice ? choice.label : '…'
    }
    case 'contact':
      return say(locale, 'client.contact')
    case 'media':
      return say(locale, 'client.media', { media: part.media })
    case 'location':
      return say(locale, 'client.location')
    case 'command':
      return say(locale, 'client.command', { command: part.command })
  }
}

/** The text of a message for the history and the model: a pressed button by its label, a contact without its digits. */
export async function textOf(
  journal: Journal,
  say: Say,
  parts: readonly InboundPart[],
  where: { conversation: string | undefined; locale: Locale },
): Promise<string> {
  const texts = await Promise.all(parts.map(part => partText(journal, say, part, where)))
  return texts.filter(text => text !== '').join('\n')
}
