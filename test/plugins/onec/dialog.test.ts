import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ChoiceGroup, InboundPart } from '../../../core/contract/index.ts'
import plugin from '../../../plugins/crm/onec/index.ts'
import { channelNamed, openRuntime, salon } from '../../core/runtime/open-runtime.ts'
import { startOnec } from '../../fakes/onec/index.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { until } from '../../support/until.ts'
import { CLIENTS, OLGA, optionsFor, VISITS } from './salon.ts'

describe('the desk on 1C', { timeout: 60_000 }, () => {
  it('leads a client from the first message to a document in the base, and cancels it again', async test => {
    const clock = createMovingClock('2026-11-23T09:00:00+03:00')
    const fake = await startOnec({ now: clock.now, company: { timezone: 'Europe/Moscow' } })
    test.after(() => fake.close())
    const channel = createScriptedChannel()
    const desk = await salon()
    const config = { ...optionsFor(fake.url), visit: { post: true } }
    const opened = await openRuntime(
      {
        ...desk,
        crm: { ...desk.crm, use: 'onec', plugin, config },
        channels: [channelNamed('chat', () => channel)],
      },
      { clock },
    )
    test.after(() => opened.close())
    await opened.runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    const address = 'olga'
    const heard = async () =>
      (await channel.desk?.conversation({ address }))?.messages.filter(one => one.author === 'desk') ?? []
    let said = 0
    const says = async (part: InboundPart) => {
      said += 1
      const before = (await heard()).length
      await channel.desk?.deliver({ kind: 'message', id: `m-${said}`, address, parts: [part] })
      await until(async () => {
        const view = await channel.desk?.conversation({ address })
        return view?.busy === false && (await heard()).length > before
      })
      const last = (await heard()).at(-1)
      assert.ok(last)
      return last
    }
    const pressing = (choices: ChoiceGroup | undefined, label: string): InboundPart => {
      const option = choices?.options.find(one => one.label.includes(label))
      assert.ok(option, `${label} is not among ${choices?.options.map(one => one.label).join()}`)
      return { type: 'choice', id: option.id }
    }

    const offered = await says({ type: 'text', text: 'Хочу записаться на стрижку к Борису завтра' })
    assert.match(offered.text, /Борис/)
    const asked = await says(pressing(offered.choices, '12:00'))
    assert.match(asked.text, /имя|зовут/i)
    const summary = await says({ type: 'text', text: 'Ольга, +7 916 123-45-67' })
    assert.equal(summary.choices?.kind, 'confirm')
    const done = await says(pressing(summary.choices, ''))
    assert.match(done.text, /12:00/)

    const [row] = fake.book.rows(VISITS)
    const boris = fake.book.rows('Catalog_Сотрудники').find(one => one['Description'] === 'Борис')
    const [client] = fake.book.rows(CLIENTS)
    assert.deepEqual(
      [row?.['Начало'], row?.['Сотрудник_Key'], row?.['Клиент_Key'], row?.['Posted']],
      ['2026-11-24T12:00:00', boris?.['Ref_Key'], client?.['Ref_Key'], true],
    )
    assert.equal(client?.['Description'], OLGA.name)

    const which = await says({ type: 'text', text: 'Отмените мою запись' })
    assert.equal(which.choices?.kind, 'confirm')
    await says(pressing(which.choices, ''))
    assert.equal(row?.['DeletionMark'], true)
    assert.equal(fake.book.rows(VISITS).length, 1)
  })
})
