import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isNoClient, isTentative, withoutAsides } from '../../../plugins/llm/rules/intents/asides.ts'
import { readIntents } from '../../../plugins/llm/rules/intents/intents.ts'
import { inRussianLetters } from '../../../plugins/llm/rules/language/tongues.ts'

const TOLD: readonly [string, string][] = [
  ['в субботу в 12 делала у вас окрашивание', ''],
  ['вчера сломала ноготь, можно в субботу', 'можно в субботу'],
  ['я у вас в пятницу на маникюре, хочу еще брови', 'хочу еще брови'],
  ['живу на садовой 12/3, запишите на 11', 'запишите на 11'],
  ['хотела бы на маникюр в пятницу', 'хотела бы на маникюр в пятницу'],
  ['я решила в субботу в 12', 'я решила в субботу в 12'],
  ['была бы рада в пятницу', 'была бы рада в пятницу'],
  ['на следующей неделе после школы', 'на следующей неделе после школы'],
]

describe('what Russians only tell', () => {
  for (const [text, left] of TOLD)
    it(`${text} → ${left === '' ? 'nothing' : left}`, () =>
      assert.equal(withoutAsides(text).replace(/^[\s\u00b7,]+|[\s\u00b7]+$/gu, ''), left))

  it('books nothing unasked for somebody who only wants to know', () => {
    for (const text of ['просто узнать, завтра в 16 есть место', 'если бы я захотела в субботу', 'пока не записываюсь'])
      assert.equal(isTentative(text), true, text)
    assert.equal(isTentative('хочу в субботу в 12'), false)
  })

  it('knows who is no client', () => {
    assert.equal(isNoClient('вам мастер не нужен? ищу работу'), true)
    assert.equal(isNoClient('мне нужен мастер маникюра'), false)
  })

  it('takes a condition for no cancellation', () => {
    assert.equal(readIntents('а если я не приду в пятницу, штраф будет?').has('cancel'), false)
    assert.equal(readIntents('отмените, если можно').has('cancel'), true)
    assert.equal(readIntents('стойте, не отменяйте').has('cancel'), false)
    assert.equal(readIntents('стрижку отмените, а маникюр не отменяйте').has('cancel'), true)
  })
})

const LETTERS: readonly [string, string][] = [
  ['zapishite menya na zavtra v 15:00', 'запишите меня на завтра в 15:00'],
  ['hochu na pedikyur v subbotu', 'хочу на педикюр в субботу'],
  ['на манікюр у суботу о 12:00', 'на маникюр у субботу в 12:00'],
  ['ертең 15:00', 'завтра 15:00'],
  ['a manicure on Friday at 3', 'a manicure on Friday at 3'],
  ['Запишите на завтра', 'Запишите на завтра'],
]

describe('Russian in other letters', () => {
  for (const [text, russian] of LETTERS) it(text, () => assert.equal(inRussianLetters(text), russian))
})
