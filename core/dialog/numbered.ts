import { wasSent } from '../journal/outbox.ts'
import type { Heard } from './heard.ts'
import { lastSaid, type TurnContext } from './turn-context.ts'

const NUMBER = /^\s*№?\s*(\d{1,2})\s*[.)]?\s*$/

/** A number alone, in answer to a list that was the last thing said, is the press of that option. */
export async function withNumber(context: TurnContext, heard: Heard): Promise<Heard> {
  const { numbered } = context.session
  const [text, ...others] = heard.texts
  if (!numbered || text === undefined || others.length > 0 || heard.pressed.length > 0) return heard
  const number = Number(NUMBER.exec(text)?.[1] ?? Number.NaN)
  const token = numbered.tokens[number - 1]
  if (!token) return heard
  const { parts } = context
  const last = await lastSaid(context)
  if (last?.id !== numbered.message || !(await wasSent(parts.journal, parts.journal.db, last.id))) return heard
  return { ...heard, texts: [], pressed: [token] }
}
