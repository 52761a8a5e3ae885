import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { knowEmployees, readEmployees } from '../../../plugins/llm/rules/catalogue/employees.ts'
import { knowServices } from '../../../plugins/llm/rules/catalogue/known-services.ts'
import { readServices } from '../../../plugins/llm/rules/catalogue/services.ts'
import { readName } from '../../../plugins/llm/rules/client/name.ts'
import { readPhone } from '../../../plugins/llm/rules/client/phone.ts'
import { normalise } from '../../../plugins/llm/rules/language/text.ts'
import { openToySalon } from './toy-salon.ts'

const salon = (locale: 'ru' | 'en') =>
  openToySalon({ locale, now: { date: '2026-11-25', time: '12:00' }, open: () => [] })

const SERVICES: readonly ['ru' | 'en', string, string][] = [
  ['ru', 'на маникюрчик', 'manicure'],
  ['ru', 'моникюр', 'manicure'],
  ['ru', 'сделать ногти', 'manicure'],
  ['ru', 'маникюр с гель лаком', 'gel'],
  ['ru', 'женскую стрижку и укладку', 'women+styling'],
  ['ru', 'подстричься', 'women|men'],
  ['ru', 'стрижка для мужа', 'men'],
  ['ru', 'ребёнка постричь', 'kids'],
  ['ru', 'покрасить волосы', 'color'],
  ['ru', 'бровки поправить', 'brows'],
  ['ru', 'не стрижку, а педикюр', 'pedicure'],
  ['ru', 'мой муж опаздывает', ''],
  ['ru', 'есть ли время завтра', ''],
  ['en', 'a manicure and a pedicure', 'manicure+pedicure'],
  ['en', 'gel manicure', 'gel'],
  ['en', 'a trim', 'women|men|kids'],
  ['en', 'a men’s haircut', 'men'],
  ['en', 'get my hair coloured', 'color'],
  ['en', 'haircut for my little girl', 'kids'],
  ['en', 'pedicur', 'pedicure'],
  ['en', 'my eyebrows', 'brows'],
  ['en', 'my husband is late', ''],
]

const EMPLOYEES: readonly ['ru' | 'en', string, string][] = [
  ['ru', 'к Лене', 'lena'],
  ['ru', 'у Елены Сергеевны', 'lena'],
  ['ru', 'с Леной', 'lena'],
  ['ru', 'к Кате или к Оле', 'katya,olga'],
  ['ru', 'к Диме', 'dima'],
  ['ru', 'к любому мастеру', 'any'],
  ['ru', 'кто угодно', 'any'],
  ['ru', 'к Лене или к кому угодно', 'lena any'],
  ['ru', 'к Оксане', 'unknown'],
  ['ru', 'к другому мастеру', 'another'],
  ['ru', 'не к Лене', 'not lena'],
  ['ru', 'только не к Лене', 'not lena'],
  ['ru', 'к Лене не хочу', 'not lena'],
  ['ru', 'не к Лене, а к Оле', 'olga not lena'],
  ['ru', 'к кому угодно, кроме Лены и Оли', 'any not lena,olga'],
  ['ru', 'не к Анне', ''],
  ['ru', 'мне надо завтра', ''],
  ['en', 'with Elena', 'lena'],
  ['en', 'with Lena or anyone', 'lena any'],
  ['en', 'with Katie', 'katya'],
  ['en', 'Dan please', 'dima'],
  ['en', "I don't mind who", 'any'],
  ['en', 'with anyone', 'any'],
  ['en', 'not with Elena', 'not lena'],
  ['en', 'anyone but Elena', 'any not lena'],
  ['en', "I don't want to go to Elena", 'not lena'],
  ['en', 'not with Anna', ''],
]

const PEOPLE: readonly [string, string | undefined, string | undefined][] = [
  ['Анна, 8 916 123-45-67', 'Анна', '+79161234567'],
  ['+7(916)1234567 Пётр Иванов', 'Пётр Иванов', '+79161234567'],
  ['9161234567', undefined, '+79161234567'],
  ['меня зовут анна мой номер 89161234567', 'Анна', '+79161234567'],
  ['запишите на маникюр завтра в 15:00 Анна 89161234567', 'Анна', '+79161234567'],
  ['my name is John Smith, number +44 7700 900123', 'John Smith', '+447700900123'],
  ['Call me Mary 8-916-123-45-67', 'Mary', '+79161234567'],
  ['завтра в 15:00', undefined, undefined],
  ['25.11.2026 14:00', undefined, undefined],
]

describe('services that a text names', () => {
  for (const [locale, text, expected] of SERVICES) {
    it(`${text} → ${expected === '' ? 'none' : expected}`, () => {
      const { certain, unclear } = readServices(normalise(text), knowServices(salon(locale).services))
      assert.equal([...certain, ...unclear.map(group => group.join('|'))].join('+'), expected)
    })
  }

  it('believes a modifier alone only as the answer to "which one?"', () => {
    const known = knowServices(salon('ru').services)
    assert.deepEqual(readServices('мужская', known, ['women', 'men', 'kids']).certain, ['men'])
    assert.deepEqual(readServices('мужская', known).certain, [])
  })

  it('understands a category as all of its services, but a name before a category', () => {
    const services = salon('ru').services.map(service => ({
      ...service,
      category: service.name.includes('Маникюр') ? 'Ногтевой сервис' : 'Стрижки',
    }))
    const known = knowServices(services)
    assert.deepEqual(readServices('что-нибудь из ногтевого сервиса', known).unclear, [['manicure', 'gel']])
    assert.deepEqual(readServices('укладку', known).certain, ['styling'])
    assert.deepEqual(readServices('детскую стрижку', known).certain, ['kids'])
  })
})

describe('employees that a text names', () => {
  for (const [locale, text, expected] of EMPLOYEES) {
    it(`${text} → ${expected === '' ? 'none' : expected}`, () => {
      const { ids, excluded, any, another, unknown } = readEmployees(
        normalise(text),
        knowEmployees(salon(locale).employees),
      )
      const said = [
        ids.join(),
        any ? 'any' : '',
        another ? 'another' : '',
        unknown === undefined ? '' : 'unknown',
        excluded.length === 0 ? '' : `not ${excluded.join()}`,
      ]
      assert.equal(said.filter(part => part !== '').join(' '), expected)
    })
  }

  it('does not guess between two people of one name', () => {
    const people = ['Ольга Петрова', 'Ольга Иванова'].map((name, index) => ({
      id: String(index),
      name,
      service_ids: [],
    }))
    const known = knowEmployees(people)
    assert.equal(readEmployees('к оле', known).unclear, true)
    assert.deepEqual(readEmployees('к оле петровой', known), {
      ids: ['0'],
      excluded: [],
      unclear: false,
      any: false,
      another: false,
      same: false,
    })
  })
})

describe('who the client is', () => {
  for (const [text, name, phone] of PEOPLE) {
    it(text, async () => {
      const reading = await readPhone(text, 'RU')
      const isOther = (word: string) => /^(?:маникюр|завтра)/u.test(word)
      assert.equal(reading?.number, phone)
      assert.equal(readName(reading?.rest ?? text, { asked: false, besidePhone: reading !== undefined, isOther }), name)
    })
  }

  it('sees that a number is too short to be a phone', async () => {
    const reading = await readPhone('мой номер 8916123456', 'RU')
    assert.notEqual(reading, undefined)
    assert.equal(reading?.number, undefined)
  })

  for (const text of ['hmm', 'а зачем вам?', 'what for', 'нет', 'мммм']) {
    it(`takes "${text}" for no name when the name was asked for`, () => {
      assert.equal(readName(text, { asked: true, besidePhone: false, isOther: () => false }), undefined)
    })
  }
})
