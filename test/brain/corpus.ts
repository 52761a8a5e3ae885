import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { createDesks } from './desk.ts'
import { readDialogs } from './dialog.ts'
import { type Played, play } from './play.ts'
import { rateOf, tableOf } from './table.ts'

/** The share of dialogs that came to what was wished, as reached so far: it may rise, never fall. */
const FLOORS = { ru: 0.98, en: 0.97 } as const
/** A few dialogs weigh more among fewer. */
const SAMPLE_SLACK = 0.02

/** Plays every so many of the dialogs: 1 all of them. */
export function testCorpus(every: number): void {
  describe(every === 1 ? 'the corpus of dialogs' : `every ${every}. dialog of the corpus`, () => {
    const slack = every === 1 ? 0 : SAMPLE_SLACK
    const desks = createDesks()
    after(() => desks.close())

    for (const locale of ['ru', 'en'] as const) {
      it(`books nothing wrongly and as much as ever, ${locale}`, async () => {
        const played: Played[] = []
        for (const [at, dialog] of readDialogs([`${locale}/`]).entries())
          if (at % every === 0) played.push(await play(dialog, desks))
        const wrong = played.filter(({ verdict }) => verdict === 'wrong')
        assert.deepEqual(
          wrong.map(({ dialog, problems, transcript }) => [dialog.name, ...problems, ...transcript].join('\n')),
          [],
        )
        assert.equal(desks.falsehoods(), 0)
        assert.ok(played.length > 100 && rateOf(played) >= FLOORS[locale] - slack, tableOf(played))
      })
    }
  })
}
