import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { ConfiguredInstance } from '../../../config/desk-config.ts'
import type {
  Appointment,
  ChoiceGroup,
  CrmPlugin,
  Desk,
  InboundPart,
  StoragePlugin,
} from '../../../core/contract/index.ts'
import { createScriptedChannel, type ScriptedChannel } from '../../fakes/scripted-channel.ts'
import { until } from '../../support/until.ts'
import { channelNamed, openRuntime, salon } from './open-runtime.ts'

const CLIENTS = 50

/** Somebody who writes on a channel and reads what comes back. */
interface Client {
  say(parts: readonly InboundPart[]): Promise<void>
  /** The last message, once there is one after what was said. */
  heard(): Promise<Heard>
}

/** What a client reads. */
interface Heard {
  text: string
  choices: ChoiceGroup | undefined
}

/** What a race is run on. */
export interface RaceOptions {
  /** The CRM alone decides what is free: core knows of no claims. */
  isBlind?: boolean
  channels?: number
  /** Processes of the same desk; several need a journal that they share. */
  replicas?: number
  journal?: ConfiguredInstance<StoragePlugin>
}

/** A CRM whose slots claim nothing. */
function withoutClaims(plugin: CrmPlugin): CrmPlugin {
  return {
    ...plugin,
    create(context) {
      const instance = plugin.create(context)
      return {
        ...instance,
        async listAvailableSlots(query, call) {
          const answer = await instance.listAvailableSlots(query, call)
          return { ...answer, slots: answer.slots.map(slot => ({ ...slot, claims: [] })) }
        },
      }
    },
  }
}

/** A salon with one employee for the job, and fifty clients who write to any of its replicas. */
async function openSalon(test: TestContext, options: RaceOptions) {
  const { isBlind = false, channels: width = 2, replicas = 1, journal } = options
  const config = await salon(journal ? { storage: { journal } } : {})
  const crm = isBlind ? { ...config.crm, plugin: withoutClaims(config.crm.plugin) } : config.crm
  const opened = await Promise.all(
    Array.from({ length: replicas }, async () => {
      const channels = Array.from({ length: width }, () => createScriptedChannel())
      const named = channels.map((channel, index) => channelNamed(`chat-${index}`, () => channel))
      return { channels, ...(await openRuntime({ ...config, crm, channels: named })) }
    }),
  )
  test.after(() => Promise.all(opened.map(each => each.close())))
  await Promise.all(opened.map(({ runtime }) => runtime.start({ listen: false })))
  await until(() => opened.every(({ channels }) => channels.every(({ desk }) => desk !== undefined)))
  const clients = Array.from({ length: CLIENTS }, (_, index) =>
    clientOf(
      opened.map(({ channels }) => channels[index % width]),
      `client-${index}`,
      index,
    ),
  )
  const [first] = opened
  assert.ok(first)
  return { ...first, opened, clients }
}

function clientOf(channels: readonly (ScriptedChannel | undefined)[], address: string, index: number): Client {
  const desks: readonly Desk[] = channels.flatMap(channel => channel?.desk ?? [])
  let said = 0
  let read = 0
  /** Any replica may take any message, and any of them shows the conversation. */
  const desk = () => desks[(index + said) % desks.length]
  const messages = async () =>
    (await desk()?.conversation({ address }))?.messages.filter(({ author }) => author === 'desk') ?? []
  return {
    async say(parts) {
      said += 1
      read = (await messages()).length
      await desk()?.deliver({ kind: 'message', id: `${address}-${said}`, address, parts })
    },
    async heard() {
      await until(async () => {
        const view = await desk()?.conversation({ address })
        return view?.busy === false && (await messages()).length > read
      })
      const last = (await messages()).at(-1)
      assert.ok(last)
      return { text: last.text, choices: last.choices }
    },
  }
}

/** The token of the first button whose label begins so. */
function tokenOf(choices: ChoiceGroup | undefined, label: string): string {
  const option = choices?.options.find(candidate => candidate.label.startsWith(label))
  assert.ok(option, `${label} is not among ${choices?.options.map(candidate => candidate.label).join()}`)
  return option.id
}

/** All say something at once, and hear what is answered to each. */
async function together(
  clients: readonly Client[],
  partsOf: (index: number) => readonly InboundPart[],
): Promise<readonly Heard[]> {
  await Promise.all(clients.map((client, index) => client.say(partsOf(index))))
  return Promise.all(clients.map(client => client.heard()))
}

/** Up to the moment in which all of them have chosen the same time of the one stylist and said who they are. */
async function wanting(test: TestContext, options: RaceOptions) {
  const opened = await openSalon(test, options)
  const text = (words: string): readonly InboundPart[] => [{ type: 'text', text: words }]
  const offered = await together(opened.clients, () => text('I would like a haircut tomorrow'))
  const asked = await together(opened.clients, index => [
    { type: 'choice', id: tokenOf(offered[index]?.choices, '12:00') },
  ])
  assert.ok(asked.every(({ text }) => /name/i.test(text)))
  const answered = await together(opened.clients, index => text(`Anna, +7916${String(1_000_000 + index)}`))
  return { ...opened, answered }
}

/** All visits of the week. */
async function visits({ runtime }: Awaited<ReturnType<typeof openSalon>>): Promise<readonly Appointment[]> {
  const call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
  const range = { from: '2026-11-23T00:00:00+03:00', to: '2026-11-30T00:00:00+03:00' }
  return runtime.instances.crm.listAppointments(range, call)
}

/** One of them is asked to confirm and booked; the others are offered other times. */
export async function expectOneHolder(test: TestContext, options: RaceOptions): Promise<void> {
  const opened = await wanting(test, options)
  const { clients, answered } = opened
  const winners = clients.filter((_, index) => answered[index]?.choices?.kind === 'confirm')
  assert.equal(winners.length, 1)
  for (const { choices } of answered.filter(({ choices }) => choices?.kind !== 'confirm')) {
    assert.equal(choices?.kind, 'times')
    assert.ok(!choices.options.some(({ label }) => label.startsWith('12:00')))
  }
  const confirm = answered.find(({ choices }) => choices?.kind === 'confirm')
  await winners[0]?.say([{ type: 'choice', id: confirm?.choices?.options[0]?.id ?? '' }])
  assert.match((await winners[0]?.heard())?.text ?? '', /You are booked/)
  assert.equal((await visits(opened)).length, 1)
}

/** All confirm at once: one is booked, the others are offered other times. */
export async function expectOneBooked(test: TestContext, options: RaceOptions): Promise<void> {
  const opened = await wanting(test, { ...options, isBlind: true })
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
}
