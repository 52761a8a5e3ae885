import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isNoClient, isRequest, isTentative, withoutAsides } from '../../../plugins/llm/rules/intents/asides.ts'
import { readIntents } from '../../../plugins/llm/rules/intents/intents.ts'

const TOLD: readonly [string, string][] = [
  ['my friend has a manicure on friday at 3, can i come too', 'can i come too'],
  ['her birthday is on the 3rd so could we come on the 1st', 'so could we come on the 1st'],
  ['ella finishes school at 3.15, so thursday at 4', 'so thursday at 4'],
  ["i've already booked a manicure elsewhere for friday", ''],
  ['can i have a pedicure at 3', 'can i have a pedicure at 3'],
  ['after school on friday', 'after school on friday'],
  ['i was hoping for friday at 3', 'i was hoping for friday at 3'],
  ['a blow-dry for my wedding on saturday', 'a blow-dry for my wedding on saturday'],
]

describe('what English speakers only tell', () => {
  for (const [text, left] of TOLD)
    it(`${text} → ${left === '' ? 'nothing' : left}`, () =>
      assert.equal(withoutAsides(text).replace(/^[\s\u00b7,]+|[\s\u00b7]+$/gu, ''), left))

  it('books nothing unasked for somebody who thinks aloud, or on a condition that nobody here can watch', () => {
    for (const text of [
      'just asking, is friday at 3 free',
      'i might come on friday at 3',
      "if it's raining on saturday i'll come at 3",
      "friday at 3 unless it's more than 40 quid",
      'is saturday usually busy around 2',
    ])
      assert.equal(isTentative(text), true, text)
    for (const text of ['friday at 3 if possible', 'friday at 3 if you have it', "with anna if she's free"])
      assert.equal(isTentative(text), false, text)
  })

  it('tells a wish and a note from a sentence that asks for nothing', () => {
    for (const text of ['manicure friday at 3', "i'd like a manicure on friday", 'is friday at 3 ok?'])
      assert.equal(isRequest(text), true, text)
    for (const text of ['i think i left my scarf there on monday around 3', 'which girl did my pedicure at 11?'])
      assert.equal(isRequest(text), false, text)
  })

  it('knows who is no client', () => {
    assert.equal(isNoClient('are you hiring? i can start on monday at 10'), true)
    assert.equal(isNoClient('manicure friday 3pm... oops wrong chat'), true)
    assert.equal(isNoClient('manicure friday 3pm'), false)
  })

  it('changes no visit for a question about the rule or the state', () => {
    assert.equal(readIntents('if i cancel on the day, do you charge?').has('cancel'), false)
    assert.equal(readIntents('did i already cancel my appointment?').has('cancel'), false)
    assert.equal(readIntents('please cancel my appointment').has('cancel'), true)
  })
})
