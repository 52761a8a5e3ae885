import type { Locale } from '../../core/contract/index.ts'
import type { Family } from './family.ts'
import { HARMLESS_EN } from './harmless-en.ts'
import { HARMLESS_RU } from './harmless-ru.ts'
import { HELD_EN } from './held-en.ts'
import { HELD_RU } from './held-ru.ts'
import { HOLDOUT_EN } from './holdout-en.ts'
import { HOLDOUT_RU } from './holdout-ru.ts'
import { MET_EN } from './met-en.ts'
import { MET_RU } from './met-ru.ts'
import { ONCE_HELD_EN } from './once-held-en.ts'
import { ONCE_HELD_RU } from './once-held-ru.ts'
import { BOOKED_EN, CANCELLED_EN, DONE_EN, MOVED_EN, REQUESTED_EN } from './promises-en.ts'
import { BOOKED_RU, CANCELLED_RU, DONE_RU, MOVED_RU, REQUESTED_RU } from './promises-ru.ts'
import { READ_EN } from './read-en.ts'
import { READ_LATER_EN } from './read-later-en.ts'
import { READ_LATER_RU } from './read-later-ru.ts'
import { READ_RU } from './read-ru.ts'
import type { Phrasings } from './sets.ts'
import { TUNED_EN } from './tuned-en.ts'
import { TUNED_RU } from './tuned-ru.ts'

/** Those that the detector was written beside, and those that it has met since. */
export const KNOWN_PHRASINGS: Readonly<Record<Locale, Phrasings>> = {
  ru: {
    promises: {
      booked: [...BOOKED_RU, ...(MET_RU.promises.booked ?? [])],
      moved: [...MOVED_RU, ...(MET_RU.promises.moved ?? [])],
      cancelled: [...CANCELLED_RU, ...(MET_RU.promises.cancelled ?? [])],
      requested: REQUESTED_RU,
      done: DONE_RU,
    },
    harmless: [...HARMLESS_RU, ...MET_RU.harmless],
  },
  en: {
    promises: {
      booked: [...BOOKED_EN, ...(MET_EN.promises.booked ?? [])],
      moved: [...MOVED_EN, ...(MET_EN.promises.moved ?? [])],
      cancelled: [...CANCELLED_EN, ...(MET_EN.promises.cancelled ?? [])],
      requested: REQUESTED_EN,
      done: DONE_EN,
    },
    harmless: [...HARMLESS_EN, ...MET_EN.harmless],
  },
}

/** The hold-out of single phrasings. */
export const FIRST_HOLDOUT: Readonly<Record<Locale, Phrasings>> = { ru: HOLDOUT_RU, en: HOLDOUT_EN }

/** Manners of speaking that the detector was tuned with. */
export const TUNED_FAMILIES: Readonly<Record<Locale, readonly Family[]>> = {
  ru: [...TUNED_RU, ...READ_RU, ...READ_LATER_RU, ...ONCE_HELD_RU],
  en: [...TUNED_EN, ...READ_EN, ...READ_LATER_EN, ...ONCE_HELD_EN],
}

/** Manners of speaking that it has never met. */
export const HELD_FAMILIES: Readonly<Record<Locale, readonly Family[]>> = { ru: HELD_RU, en: HELD_EN }
