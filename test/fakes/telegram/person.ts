import assert from 'node:assert/strict'
import type { ClientAct } from '../../../core/testkit/index.ts'
import { fileContent, messageUpdate, pressUpdate, textContent } from './acts.ts'
import type { FakeBot } from './bot.ts'
import type { FakeMessage } from './chats.ts'
import type { FakeUpdate } from './updates.ts'

/** Somebody with Telegram on their phone, who writes to one bot. */
export interface FakePerson {
  readonly id: number
  /** Everything that they have caused, as it was delivered. */
  readonly updates: readonly FakeUpdate[]
  /** Messages of the bot, oldest first. */
  readonly messages: readonly FakeMessage[]
  /** All that can be pressed, newest message first. */
  labels(): readonly string[]
  says(text: string): Promise<readonly FakeMessage[]>
  /** Presses the newest button with this label, or the first whose label matches; answers what came back. */
  presses(label: string | RegExp): Promise<readonly FakeMessage[]>
  /** Presses a button that has been taken away since: another device still shows it. */
  pressesOld(data: string): Promise<readonly FakeMessage[]>
  sharesPhone(phone: string, owner?: number): Promise<readonly FakeMessage[]>
  sends(content: object | Extract<ClientAct, { media: unknown }>): Promise<readonly FakeMessage[]>
  /** Does it and waits for nothing; resolves when the update was given up to the bot. */
  does(content: object): Promise<void>
  edits(text: string): Promise<readonly FakeMessage[]>
  blocks(): Promise<void>
  /** The next messages of the bot after the first `after`. */
  reads(after: number): Promise<readonly FakeMessage[]>
}

/** Who shows up in a chat with the bot. */
export function createPerson({
  number,
  bot,
  now,
  until,
  language = 'en',
}: {
  number: number
  bot: FakeBot
  now(): number
  until(holds: () => boolean, what: string): Promise<void>
  language?: string
}): FakePerson {
  const id = 1_000 + number
  const doer = { id, name: `Client ${number}`, language }
  const updates: FakeUpdate[] = []
  const chat = () => bot.chats.open(id)
  const stamp = () => ({ update: bot.nextId() + 900_000, message: bot.nextId(), at: now() })
  let lastMessage = 0

  async function push(update: FakeUpdate): Promise<void> {
    chat()
    updates.push(update)
    await bot.updates.push(update, id)
  }

  async function answered(update: FakeUpdate): Promise<readonly FakeMessage[]> {
    const before = chat().messages.length
    await push(update)
    return person.reads(before)
  }

  function write(content: object): FakeUpdate {
    const numbers = stamp()
    lastMessage = numbers.message
    return messageUpdate(doer, numbers, content)
  }

  async function press(data: string, message: FakeMessage | undefined): Promise<readonly FakeMessage[]> {
    const numbers = { ...stamp(), ...(message && { message: message.id }) }
    const shown = message && { text: message.text, reply_markup: { inline_keyboard: message.buttons } }
    const update = pressUpdate(doer, numbers, data, shown)
    bot.turning.add(String(update.update_id))
    return answered(update)
  }

  const person: FakePerson = {
    id,
    updates,
    get messages() {
      return chat().messages
    },
    labels: () =>
      chat()
        .messages.toReversed()
        .flatMap(({ buttons }) => buttons.flat().map(({ text }) => text)),
    says: text => answered(write(textContent(text))),
    presses(label) {
      const isMeant = (text: string) => (typeof label === 'string' ? text === label : label.test(text))
      for (const message of chat().messages.toReversed()) {
        const button = message.buttons.flat().find(({ text }) => isMeant(text))
        if (button) return press(button.callback_data, message)
      }
      return assert.fail(`no button ${label}; there are: ${person.labels().join(' | ')}`)
    },
    pressesOld: data => press(data, undefined),
    sharesPhone: (phone, owner = id) =>
      answered(write({ contact: { phone_number: phone, first_name: doer.name, user_id: owner } })),
    sends: content => answered(write('media' in content ? fileContent(bot, content, bot.nextId()) : content)),
    does: content => push(write(content)),
    edits(text) {
      const { message, update_id } = messageUpdate(doer, { ...stamp(), message: lastMessage }, textContent(text))
      return answered({ update_id, edited_message: { ...Object(message), edit_date: Math.floor(now() / 1_000) } })
    },
    async blocks() {
      chat().isBlocked = true
      const { update } = stamp()
      const member = { user: { id: 1, is_bot: true, first_name: 'Mirabelle' } }
      await push({
        update_id: update,
        my_chat_member: {
          chat: { id, type: 'private', first_name: doer.name },
          from: { id, is_bot: false, first_name: doer.name },
          date: Math.floor(now() / 1_000),
          old_chat_member: { ...member, status: 'member' },
          new_chat_member: { ...member, status: 'kicked', until_date: 0 },
        },
      })
    },
    async reads(after) {
      await until(() => chat().messages.length > after, `an answer for client ${number}`)
      return chat().messages.slice(after)
    },
  }
  return person
}
