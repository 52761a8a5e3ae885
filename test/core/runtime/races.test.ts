import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Appointment, ChoiceGroup, CrmPlugin, Desk, InboundPart } from '../../../core/contract/index.ts'
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts'
import { channelNamed, openRuntime, salon, until } from './open-runtime.ts'

const CLIENTS = 50

/** Somebody who writes to one of two channels and reads what comes back. */
interface Client {
  say(parts: readonly InboundPart[]): Promise<void>
  /** The last message, once there is one after what was said. */
  heard(): Promise<{ text: string; choices: ChoiceGroup | undefined }>
}

/** A salon with one employee for the job, two channels, and fifty clients; with `isBlind` the CRM alone decides what is free. */
async function openSalon(test: TestContext, isBlind: boolean) {
  const config = await salon()
  const local: CrmPlugin = config.crm.plugin
  const crm: CrmPlugin = {
    ...local,
    create(context) {
      const instance = local.create(context)
      return {
        ...instance,
        async listAvailableSlots(query, call) {
          const answer = await instance.listAvailableSlots(query, call)
          return isBlind ? { ...answer, slots: answer.slots.map(slot => ({ ...slot, claims: [] })) } : answer
        },
      }
    },
  }
  const channels: readonly ScriptedChannel[] = [createScriptedChannel(), createScriptedChannel()]
  const opened = await openRuntime({
    ...config,
    crm: { ...config.crm, plugin: crm },
    channels: channels.map((channel, index) => channelNamed(`chat-${index}`, () => channel)),
  })
  test.after(() => opened.close())
  await opened.runtime.start({ listen: false })
  await until(() => channels.every(({ desk }) => desk !== undefined))
  const clients = Array.from({ length: CLIENTS }, (_, index) => clientOf(channels[index % 2], `client-${index}`))
  return { ...opened, clients }
}

function clientOf(channel: ScriptedChannel | undefined, address: string): Client {
  assert.ok(channel)
  const desk: Desk | undefined = channel.desk
  assert.ok(desk)
  let said = 0
  let read = 0
  const messages = async () =>
    (await desk.conversation({ address }))?.messages.filter(({ author }) => author === 'desk') ?? []
  return {
    async say(parts) {
      said += 1
      read = (await messages()).length
      await desk.deliver({ kind: 'message', id: `${address}-${said}`, address, parts })
    },
    async heard() {
      await until(async () => {
        const view = await desk.conversation({ address })
        return view?.busy === false && (await messages()).length > read
      })
      const last = (await messages()).at(-1)
      assert.ok(last)
      return { text: last.text, choices: last.choices }
    },
  }
}

function tokenOf(choices: ChoiceGroup | undefined, label: string): string {
  const option = choices?.options.find(candidate => candidate.label.startsWith(label))
  assert.ok(option, `${label} is not among ${choices?.options.map(candidate => candidate.label).join()}`)
  return option.id
}

const all = <T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>) => Promise.all(items.map(work))

/** All say the same at once, and hear what is answered to each. */
async function together(clients: readonly Client[], partsOf: (index: number) => readonly InboundPart[]) {
  await all(clients, (client, index) => client.say(partsOf(index)))
  return all(clients, client => client.heard())
}

describe('fifty clients of two channels who want the same time', { timeout: 60_000 }, () => {
  /** Up to the moment in which all of them choose the same time of the one stylist. */
  async function wanting(test: TestContext, isBlind: boolean) {
    const opened = await openSalon(test, isBlind)
    const text = (words: string): readonly InboundPart[] => [{ type: 'text', text: words }]
    const offered = await together(opened.clients, () => text('I would like a haircut tomorrow'))
    const asked = await together(opened.clients, index => [
      { type: 'choice', id: tokenOf(offered[index]?.choices, '12:00') },
    ])
    assert.ok(asked.every(({ text }) => /name/i.test(text)))
    const answered = await together(opened.clients, index => text(`Anna, +7916${String(1_000_000 + index)}`))
    return { ...opened, answered }
  }

  async function visits({ runtime }: Awaited<ReturnType<typeof openSalon>>): Promise<readonly Appointment[]> {
    const call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
    const range = { from: '2026-11-23T00:00:00+03:00', to: '2026-11-30T00:00:00+03:00' }
    return runtime.instances.crm.listAppointments(range, call)
  }

  it('hold it one at a time: one is asked to confirm and booked, the others are offered other times', async test => {
    const opened = await wanting(test, false)
    const { clients, answered } = opened
    const winners = clients.filter((_, index) => answered[index]?.choices?.kind === 'confirm')
    assert.equal(winners.length, 1)
    const losers = answered.filter(({ choices }) => choices?.kind !== 'confirm')
    for (const { choices } of losers) {
      assert.equal(choices?.kind, 'times')
      assert.ok(!choices.options.some(({ label }) => label.startsWith('12:00')))
    }
    const confirm = answered.find(({ choices }) => choices?.kind === 'confirm')
    await winners[0]?.say([{ type: 'choice', id: confirm?.choices?.options[0]?.id ?? '' }])
    assert.match((await winners[0]?.heard())?.text ?? '', /You are booked/)
    assert.equal((await visits(opened)).length, 1)
  })

  it('confirm it at once where the CRM alone decides: one is booked, the others are offered other times', async test => {
    const opened = await wanting(test, true)
    const { clients, answered } = opened
    assert.ok(
      answered.every(({ choices }) => choices?.kind === 'confirm'),
      'all were asked',
    )
    const told = await together(clients, index => [
      { type: 'choice', id: answered[index]?.choices?.options[0]?.id ?? '' },
    ])
    const booked = told.filter(({ text }) => text.startsWith('You are booked'))
    assert.equal(booked.length, 1)
    for (const { text, choices } of told) {
      if (text.startsWith('You are booked')) continue
      assert.equal(choices?.kind, 'times', text)
      assert.ok(!choices.options.some(({ label }) => label.startsWith('12:00')))
    }
    assert.equal((await visits(opened)).length, 1)
  })
})
