import { addDays } from '../../../crm/hours/index.ts'
import { whole } from '../language/text.ts'
import { clockOf, minutesOf } from './calendar.ts'
import type { TimeContext } from './context.ts'
import type { TimeWish } from './wish.ts'

/** As soon as there is time. */
export const SOONEST = whole(
  'как можно (?:скорее|быстрее|раньше|скорей)|поскорее|поскорей|побыстрее|(?:самое |на )?ближайшее(?: свободное)?(?: время| окно| окошко)?|ближайш(?:ая|ую|ий) (?:запись|время|дату|слот)|первое свободное|срочно|as soon as possible|asap|as early as possible|(?:the )?soonest(?: possible)?|(?:the )?(?:earliest|first|next|nearest) (?:available|possible|free|open|slot|appointment|time|opening)(?: slot| time| appointment| opening)?|urgently',
)
/** Alone or beside coming and being free; "not right now", "that's all for now" and "book it now" say nothing about the visit. */
export const NOW = whole(
  'прямо сейчас|(?:можно|свободн\\p{L}+|прийти|подойти|приехать|подъехать|зайти|примете|принимаете|есть)(?: \\p{L}+){0,2} сейчас|сейчас(?: \\p{L}+){0,2} (?:можно|свободн\\p{L}+|прийти|подойти|приехать|подъехать|зайти|примете|принимаете|есть)|^(?:\\p{L}+ ){0,2}сейчас[?!. ]*$|(?:come|come in|free|available|open|in|over|there|seen|do|today)(?: right)? now|^(?:right )?now(?: please)?$|(?<!not )(?:right away|straight away|immediately)',
)
/** So many minutes or hours from now. */
export const IN_HOURS = whole(
  'через (?:(?<n>\\d+)(?<more> с половиной)? )?(?:час(?:а|ов|ик|ика|иков)?|(?<half>полчас(?:а|ика)))|через (?<long>полтора) часа|(?:часа|часов|часика|часиков) через (?<about>\\d+)|через (?<min>\\d+) (?:минут(?:ы|у)?|мин)|минут через (?<mins>\\d+)|in (?:(?<e>\\d+|an|a) hours?|(?<ehalf>half an hour))',
)

/** Minutes from now that "in an hour", «через полтора часа» and «минут через сорок» mean. */
function minutesAhead(groups: Readonly<Record<string, string | undefined>>): number {
  if (groups['half'] !== undefined || groups['ehalf'] !== undefined) return 30
  if (groups['long'] !== undefined) return 90
  const minutes = groups['min'] ?? groups['mins']
  if (minutes !== undefined) return Number(minutes)
  const count = Number(
    groups['n'] ?? groups['about'] ?? (groups['e'] === 'an' || groups['e'] === 'a' ? 1 : (groups['e'] ?? 1)),
  )
  return 60 * count + (groups['more'] === undefined ? 0 : 30)
}

/** The wish for the time that `IN_HOURS` found. */
export function soon(groups: Readonly<Record<string, string | undefined>>, context: TimeContext): TimeWish {
  const from = minutesOf(context.time) + minutesAhead(groups)
  if (from >= 1440) return { options: [{ dates: [addDays(context.date, 1)], windows: [] }], unsure: true }
  return {
    options: [
      { dates: [context.date], windows: [{ kind: 'range', from: clockOf(from - 10), to: clockOf(from + 90) }] },
    ],
  }
}
