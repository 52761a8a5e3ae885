import type { Catalogue } from '../catalogue/catalogue.ts'
import type { KnownServices } from '../catalogue/known-services.ts'
import { readServices } from '../catalogue/services.ts'
import { isRequest } from '../intents/asides.ts'
import { readIntents } from '../intents/intents.ts'
import type { TimeContext } from '../time/context.ts'
import { readTime } from '../time/read.ts'

/** Whether a time or a service stands in a sentence that asks for something, or in no sentence. */
export function isAskedFor(told: string, clock: TimeContext, { knownServices }: Catalogue): boolean {
  // Only English sentences are told from notes by their verbs.
  if (!/[a-z]/u.test(told)) return true
  const sentences = told.split(/(?<=[!?;]|\.(?=\s|$))/u)
  if (sentences.every(isRequest)) return true
  const naming = sentences.filter(one => isNaming(one, knownServices) || readTime(one, clock).touched)
  return naming.length === 0 || naming.some(isRequest)
}

/** Whether anything that a booking can use is left of a text when what was only told is taken out. */
export function isWishing(told: string, clock: TimeContext, { knownServices }: Catalogue): boolean {
  return isNaming(told, knownServices) || readIntents(told).has('book') || readTime(told, clock).touched
}

/**
 * The time that a text wishes. Days that are only told ("my birthday is on the 3rd") don't count beside others; alone, or
 * beside an hour, they may be meant, but are never booked unasked. Neither is what a client only thinks about.
 */
export function readMeantTime(
  { text, told, isDoubtful }: { text: string; told: string; isDoubtful: boolean },
  clock: TimeContext,
): ReturnType<typeof readTime> {
  const all = readTime(text, clock)
  if (told === text || !all.touched) return isDoubtful ? doubtful(all) : all
  const meant = readTime(told, clock)
  if (!meant.touched) return doubtful(all)
  const [option, ...others] = meant.wish?.options ?? []
  const dates = [...new Set(all.wish?.options.flatMap(one => one.dates) ?? [])]
  if (meant.wish !== undefined && option?.dates.length === 0 && others.length === 0 && dates.length > 0)
    return doubtful({ ...meant, wish: { ...meant.wish, options: [{ ...option, dates }] } })
  return isDoubtful ? doubtful(meant) : meant
}

/** The same reading, of which nothing is booked before the client said so once more. */
export function doubtful(reading: ReturnType<typeof readTime>): ReturnType<typeof readTime> {
  return reading.wish === undefined ? reading : { ...reading, wish: { ...reading.wish, unsure: true } }
}

function isNaming(text: string, known: KnownServices): boolean {
  const { certain, unclear } = readServices(text, known)
  return certain.length + unclear.length > 0
}
