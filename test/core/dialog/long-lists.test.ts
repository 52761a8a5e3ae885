import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { InboundPart } from '../../../core/contract/index.ts'
import { openTelegramDesk } from '../../plugins/telegram/open-desk.ts'
import { openSalon } from '../../plugins/whatsapp/salon.ts'
import { startDesk } from '../../support/running-desk/index.ts'

const named = (index: number) => `Service ${String(index + 1).padStart(3, '0')}`
const SERVICES = Array.from({ length: 150 }, (_, index) => ({
  id: `s${index}`,
  name: named(index),
  durationMinutes: 60,
}))
const EMPLOYEES = Array.from({ length: 70 }, (_, index) => ({ id: `e${index}`, name: `Master ${index + 1}` }))

const crm = { use: 'local', with: { services: SERVICES, employees: EMPLOYEES, gridMinutes: 60, horizonDays: 45 } }
const MORE = /^More: page/

/** Every label that the pages show, from the first round to where it begins again. */
async function walk(first: readonly string[], turnPage: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const seen: string[] = []
  for (let page = first; ; page = await turnPage()) {
    const own = page.filter(label => !MORE.test(label))
    if (own.some(label => seen.includes(label))) return seen
    seen.push(...own)
  }
}

describe('150 services and 70 employees', { timeout: 120_000 }, () => {
  it('are all reached by buttons in Telegram, the first ones once more after the last', async () => {
    const telegram = await openTelegramDesk({ config: { crm } })
    try {
      const { fake, desk } = telegram
      const anna = fake.person(1)
      const labels = () =>
        anna.messages
          .at(-1)
          ?.buttons.flat()
          .map(({ text }) => text) ?? []
      const turnPage = async () => {
        await anna.presses(MORE)
        return labels()
      }
      await anna.says('/book')
      assert.equal(labels().length, 60)
      assert.equal(labels().at(-1), 'More: page 2 of 3')
      assert.deepEqual(
        await walk(labels(), turnPage),
        SERVICES.map(({ name }) => name),
      )
      await turnPage()
      await turnPage()
      await anna.presses('Service 150')
      assert.deepEqual(await walk(labels(), turnPage), ['Anyone', ...EMPLOYEES.map(({ name }) => name)])
      await turnPage()
      await anna.presses('Master 70')
      await anna.presses('Tue 24 Nov, 10:00')
      await anna.sharesPhone('79161234567')
      await anna.presses('Confirm')
      const [visit] = await desk.visits()
      assert.deepEqual(
        visit?.parts.map(({ serviceIds, employeeId }) => [...serviceIds, employeeId]),
        [['s149', 'e69']],
      )
      assert.deepEqual([...fake.offences], [])
    } finally {
      await telegram.close()
    }
  })

  it('are all reached by lists in WhatsApp, and so are the later days', async () => {
    const salon = await openSalon({ config: { crm } })
    try {
      const anna = salon.person(1)
      const labels = () =>
        anna
          .shown()
          .at(-1)
          ?.choices.map(({ label }) => label) ?? []
      const turnPage = async () => {
        await anna.presses(MORE)
        return labels()
      }
      await anna.says('/book')
      assert.equal(labels().length, 10)
      assert.deepEqual(
        await walk(labels(), turnPage),
        SERVICES.map(({ name }) => name),
      )
      await anna.presses('Service 002')
      await anna.presses('Anyone')
      await anna.presses('Other days')
      // So many people have more free times than are read at once: a few days each time.
      const days: string[] = []
      while (!days.some(label => label.startsWith('Thu 10 Dec'))) {
        days.push(...labels().slice(0, -1))
        await anna.presses('Later days')
      }
      assert.deepEqual(
        [...new Set(days)].slice(0, 18).map(label => Number(label.split(' ')[1])),
        [
          ...Array.from({ length: 8 }, (_, index) => 23 + index),
          ...Array.from({ length: 10 }, (_, index) => 1 + index),
        ],
      )
      await anna.presses(/^Thu 10 Dec/)
      assert.match(labels()[0] ?? '', /^10:00/)
      const times = await walk(labels().slice(0, -1), async () => (await turnPage()).slice(0, -1))
      assert.deepEqual(
        times.map(label => label.slice(0, 5)),
        Array.from({ length: 10 }, (_, index) => `${10 + index}:00`),
      )
      assert.deepEqual(salon.fake.refused, [])
    } finally {
      await salon.close()
    }
  })

  it('are all reached by numbers on a channel without buttons', async () => {
    const desk = await startDesk({ messenger: { choices: 0 }, config: { crm } })
    try {
      let number = 0
      const says = async (part: InboundPart) => {
        number += 1
        const before = await desk.receivedSoFar('boris')
        await desk.deliver({
          kind: 'message',
          id: `${number}`,
          address: 'boris',
          parts: [part],
          sender: { language: 'en' },
        })
        return (await desk.received('boris', before)).map(({ message }) => message.text).join('\n')
      }
      const labelsOf = (text: string) => [...text.matchAll(/^\d+\. (.*)$/gm)].map(([, label = '']) => label)
      const first = labelsOf(await says({ type: 'command', command: 'book' }))
      assert.equal(first.length, 12)
      const all = await walk(first, async () => labelsOf(await says({ type: 'text', text: '12' })))
      // On the last page the way on has another number.
      assert.deepEqual(
        all.slice(0, 143),
        SERVICES.slice(0, 143).map(({ name }) => name),
      )
    } finally {
      await desk.stop()
    }
  })
})
