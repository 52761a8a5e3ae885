import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import type { Locale } from '../../core/contract/index.ts'
import type { Exceptions } from './salon.ts'

/** One thing that the client does, with what the desk must and must not answer to it. */
export type Line =
  | string
  | { say: string; answer?: string; not?: string }
  | { press: string; answer?: string; not?: string }
  /** Gives name and phone when asked, confirms; then the list goes on. */
  | { finish: true }

/** What a dialog must come to; see README.md for how visits are written. */
export interface Wish {
  book?: string | readonly string[]
  /** `2026-11-27 15:00 -> 2026-11-28 16:00`, with an employee at the end when it matters. */
  move?: string
  cancel?: string | readonly string[]
  nothing?: true
  person?: true
}

/** A dialog of the corpus. */
export interface Dialog extends Exceptions {
  name: string
  locale: Locale
  topic: string
  /** Local time of the salon; Wednesday noon when left out. */
  now?: string
  client?: { name?: string; phone?: string; employee?: string; verified?: boolean }
  /** The client's own visits that are in the book from the start: `manicure olga 2026-11-27 15:00`. */
  visits?: readonly string[]
  /** `olga 2026-11-26 15:00`, or a range of times: the employee is busy then. */
  taken?: readonly string[]
  /** What another model answered to the first messages before it went down. */
  begun?: readonly string[]
  says: readonly Line[]
  /** How a summary is answered at the end: by its button (when left out) or by this text. */
  confirm?: string
  wish: Wish
}

const KEYS = new Set('name now client visits taken off closed begun says confirm wish'.split(' '))
const WISHES = new Set('book move cancel nothing person'.split(' '))

/** All dialogs whose language, topic or name holds every one of the words. */
export function readDialogs(filters: readonly string[] = []): Dialog[] {
  return (['ru', 'en'] as const)
    .flatMap(locale => topics(locale).flatMap(file => readTopic(file, locale)))
    .filter(({ locale, topic, name }) => {
      const label = `${locale}/${topic}.yaml ${name}`.toLowerCase()
      return filters.every(filter => label.includes(filter.toLowerCase().replace(/^.*test\/brain\//, '')))
    })
}

function topics(locale: Locale): string[] {
  const folder = join(import.meta.dirname, locale)
  return readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => join(folder, file))
}

function readTopic(file: string, locale: Locale): Dialog[] {
  const topic = basename(file, '.yaml')
  const list: unknown = parse(readFileSync(file, 'utf8')) ?? []
  if (!Array.isArray(list)) throw new Error(`${file} is no list of dialogs`)
  return list.map(one => {
    const unknown = [...Object.keys(one), ...Object.keys(one.wish ?? {})].find(
      key => !KEYS.has(key) && !WISHES.has(key),
    )
    if (unknown !== undefined || !one.wish || !one.says)
      throw new Error(`${file}: "${one.name}" has ${unknown ?? 'no wish'}`)
    return { ...one, locale, topic }
  })
}
