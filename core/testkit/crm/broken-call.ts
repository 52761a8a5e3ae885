import assert from 'node:assert/strict'
import type { Call } from '../../contract/index.ts'
import type { Bench } from '../bench.ts'
import type { Kit } from '../check.ts'
import type { Fault, FaultProxy } from '../fault-proxy/index.ts'
import { MIRA, OLGA, openStory, type Story } from './story.ts'

/** How a call ended: with an answer, or with what it threw. */
export type Ending = { answer: unknown } | { error: unknown }

/** A write under a fault: what is done, and how one sees afterwards whether it happened. */
export interface Experiment {
  work(call: Call): Promise<unknown>
  /** How often it happened, asked when the network is sound again. */
  happened(): Promise<number>
}

/** Skips the fault runs of a CRM that talks to nobody over the network; that it does not is a check of its own. */
export const unlessRemote = (kit: Kit<'crm'>): string | undefined =>
  kit.subject.fake ? undefined : 'it has no provider on the network, so nothing there can break'

/** Requests of one write that are broken one after the other; more than this no CRM needs. */
const MOST_REQUESTS = 8

/**
 * Does the same write again and again, each time in a fresh world, and breaks its first request, then its second, and so
 * on: which of them writes is the plugin's own business.
 */
export async function breakEachRequest(
  kit: Kit<'crm'>,
  fault: Fault,
  prepare: (story: Story) => Promise<Experiment>,
  judge: (result: { ending: Ending; times: number; at: number }) => void,
): Promise<void> {
  const sound = await openStory(kit)
  const { work } = await prepare(sound)
  const before = proxyOf(sound.bench).requests.length
  await work(sound.call())
  const requests = proxyOf(sound.bench).requests.length - before
  assert.ok(requests > 0, 'the write sends nothing to the provider')
  await sound.bench.close()
  for (let at = 1; at <= Math.min(requests, fault === 'unreachable' ? 1 : MOST_REQUESTS); at += 1) {
    const story = await openStory(kit)
    const experiment = await prepare(story)
    await proxyOf(story.bench).arm(fault, at)
    const ending = await endingUnder(fault, story.bench, experiment.work)
    await proxyOf(story.bench).disarm()
    ensureNothingStrayed(kit, story.bench)
    judge({ ending, times: await experiment.happened(), at })
    await story.bench.close()
  }
}

/** Runs the call while the fault is armed; the caller's patience ends when the fault has struck. */
export async function endingUnder(
  fault: Fault,
  bench: Bench<'crm'>,
  work: (call: Call) => Promise<unknown>,
): Promise<Ending> {
  const { call, end } = bench.endable()
  const ending: Promise<Ending> = work(call).then(
    answer => ({ answer }),
    (error: unknown) => ({ error }),
  )
  const struck = proxyOf(bench).struck()
  if (fault === 'lost-request' || fault === 'lost-answer') {
    await Promise.race([ending, struck])
    end()
    return ending
  }
  if (fault === 'late-answer') {
    await Promise.race([ending, struck])
    await bench.clock.advance(call.deadline - bench.clock.now() + 1)
    proxyOf(bench).release()
  }
  return bench.clock.drive(ending, call.deadline)
}

/** What goes to another host must tell it nothing. */
export function ensureNothingStrayed(kit: Kit<'crm'>, bench: Bench<'crm'>): void {
  for (const { headers, path, body } of proxyOf(bench).strayed) {
    const text = JSON.stringify([headers, path, body])
    const secret = [...kit.trace.secrets].find(value => text.includes(value))
    assert.equal(secret && '***', undefined, 'a secret of the options went to another host with a redirect')
    for (const name of ['authorization', 'cookie', 'proxy-authorization'])
      assert.equal(headers[name] && '***', undefined, `the header ${name} went to another host with a redirect`)
    for (const person of [OLGA, MIRA])
      assert.ok(!body.includes(person.name), 'a client’s name went to another host with a redirect')
  }
}

/** Fault checks are skipped for those who have none. */
export function proxyOf({ proxy }: Bench<'crm'>): FaultProxy {
  assert.ok(proxy, 'the fake does not speak HTTP')
  return proxy
}
