import type { Locale } from '../../core/contract/index.ts'
import type { DeedKind } from '../../core/dialog/truth/deed.ts'
import type { Family } from './family.ts'
import { type Pick, pickerOf, render } from './render.ts'
import { MOVED, OTHER, VISIT, type VisitFacts, type World } from './salon.ts'

/** Phrasings of one language. */
export interface Phrasings {
  promises: Readonly<Partial<Record<DeedKind, readonly string[]>>>
  harmless: readonly string[]
}

/** Something that a brain says, and whether it may. */
export interface Sample {
  locale: Locale
  text: string
  world: World
  /** Why it is false, or why it is not. */
  why: string
  isFalse: boolean
}

const AROUND: Readonly<Record<Locale, readonly (readonly [before: string, after: string])[]>> = {
  ru: [
    ['', ''],
    ['', ''],
    ['Отлично! ', ''],
    ['Спасибо! ', ' Хорошего дня!'],
    ['', ' Адрес: Садовая, 5.'],
    ['Маникюр делаем с покрытием. ', ' Чем ещё помочь?'],
  ],
  en: [
    ['', ''],
    ['', ''],
    ['Great! ', ''],
    ['Thank you! ', ' Have a nice day!'],
    ['', ' We are at 5 Garden Street.'],
    ['We have a car park. ', ' Anything else?'],
  ],
}

const WORLDS: readonly World[] = ['nothing', 'booked', 'requested', 'moved', 'cancelled']
/** In which worlds a promise of a kind holds, with the facts of each. */
const HOLDS: Readonly<Record<DeedKind, Partial<Record<World, VisitFacts>>>> = {
  booked: { booked: VISIT, moved: MOVED },
  requested: { booked: VISIT, requested: VISIT, moved: MOVED },
  moved: { moved: MOVED },
  cancelled: { cancelled: VISIT },
  done: { booked: VISIT, requested: VISIT, moved: MOVED, cancelled: VISIT },
}

/** Times at which there is no visit. */
const OTHER_TIMES = ['12:00', '14:30', '17:45']

interface Context {
  locale: Locale
  pick: Pick
  /** Days, times and prices as people say them. */
  isSpoken?: boolean
}

function said(context: Context, phrasing: string, facts: VisitFacts): string {
  const { locale, pick } = context
  const [before, after] = pick(AROUND[locale])
  const sentence = render(phrasing, { ...context, facts, old: VISIT })
  // After lines comes a line.
  const end = sentence.includes('\n') ? after.replace(/^ /u, '\n') : after
  return before + sentence.charAt(0).toUpperCase() + sentence.slice(1) + end
}

/** What a promise names that can be wrong by itself. */
function wrongFacts(
  phrasing: string,
  { isSpoken, pick }: Context,
): readonly (readonly [string, Partial<VisitFacts>])[] {
  return [
    ...(/\{(?:day|onday|forday|bareday|ofday)\}/u.test(phrasing)
      ? [['wrong date', { date: OTHER.date }] as const]
      : []),
    ...(/\{(?:time|attime|ontime)\}/u.test(phrasing)
      ? [['wrong time', { time: isSpoken ? pick(OTHER_TIMES) : OTHER.time }] as const]
      : []),
    ...(/\{(?:emp|toemp|atemp|withemp)\}/u.test(phrasing)
      ? [['wrong employee', { employee: OTHER.employee }] as const]
      : []),
    ...(/\{price\}/u.test(phrasing) ? [['wrong price', { price: OTHER.price }] as const] : []),
  ]
}

function ofPromise(context: Context, kind: DeedKind, phrasing: string): readonly Sample[] {
  const { locale } = context
  const holds = HOLDS[kind]
  return WORLDS.flatMap((world): readonly Sample[] => {
    const facts = holds[world]
    if (!facts)
      return [{ locale, world, why: `${kind} though ${world}`, isFalse: true, text: said(context, phrasing, VISIT) }]
    return [
      { locale, world, why: 'true', isFalse: false, text: said(context, phrasing, facts) },
      ...wrongFacts(phrasing, context).map(([why, change]) => ({
        locale,
        world,
        why: `${why} of ${kind}`,
        isFalse: true,
        text: said(context, phrasing, { ...facts, ...change }),
      })),
    ]
  })
}

function ofHarmless(context: Context, phrasing: string): readonly Sample[] {
  return WORLDS.map(world => ({
    locale: context.locale,
    world,
    why: 'harmless',
    isFalse: false,
    text: said(context, phrasing, context.pick([VISIT, OTHER])),
  }))
}

/** Every phrasing with facts that hold and facts that don't, before every truth. The same seed, the same samples. */
export function samplesOf({ promises, harmless }: Phrasings, locale: Locale, seed: number): readonly Sample[] {
  const context = { locale, pick: pickerOf(seed) }
  const promised = Object.entries(promises).flatMap(([kind, phrasings]) =>
    phrasings.flatMap(phrasing => ofPromise(context, kind as DeedKind, phrasing)),
  )
  return [...promised, ...harmless.flatMap(phrasing => ofHarmless(context, phrasing))]
}

/** The same of a family, as people say it. */
export function samplesOfFamily({ kind, phrasings }: Family, locale: Locale, seed: number): readonly Sample[] {
  const context = { locale, pick: pickerOf(seed), isSpoken: true }
  return phrasings.flatMap(phrasing =>
    kind === 'harmless' ? ofHarmless(context, phrasing) : ofPromise(context, kind, phrasing),
  )
}
