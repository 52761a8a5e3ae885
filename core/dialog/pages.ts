import type { ChannelCapabilities, ChoiceGroup, Locale } from '../contract/index.ts'
import { type Offer, offerOf } from './offer.ts'
import { isToldBy, MAX_LISTED } from './option-list.ts'
import type { DialogParts } from './parts.ts'

/** What a page is fitted to. */
export interface PageOptions {
  channel: ChannelCapabilities
  locale: Locale
  /** Beside which the options stand. */
  text: string
  /** Counted from 0. */
  page?: number
}

/** Days and times end in the way to others, which has no date; it stands on each page. */
function isWayOn({ kind }: ChoiceGroup, date: string | undefined): boolean {
  return (kind === 'days' || kind === 'times') && date === undefined
}

/** An offer as the channel can show it: what does not fit stands on further pages, each with the way to the next, the last to the first. */
export function pageOf(parts: DialogParts, offer: Offer, { channel, locale, text, page = 0 }: PageOptions): Offer {
  const { group } = offer
  const { options, kind } = group
  const limit = channel.choices ? channel.choices.max : MAX_LISTED
  if (options.length <= limit || (!channel.choices && isToldBy(text, group))) return offer
  const wayOn = options.slice(-1).filter(({ date }) => isWayOn(group, date))
  const paged = options.slice(0, options.length - wayOn.length)
  const size = Math.max(1, limit - 1 - wayOn.length)
  const pages = Math.ceil(paged.length / size)
  const next = (page + 1) % pages
  const more = offerOf(parts, kind, [
    {
      label: parts.say(locale, 'choice.more', { page: next + 1, pages }),
      meaning: { kind: 'more', group, page: next },
    },
  ])
  const shown = [...paged.slice(page * size, (page + 1) * size), ...more.group.options, ...wayOn]
  return { group: { kind, options: shown }, choices: [...offer.choices, ...more.choices] }
}
