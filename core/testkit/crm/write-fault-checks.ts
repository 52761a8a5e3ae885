import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Check } from '../check.ts'
import { type Fault, RETRY_AFTER_SECONDS } from '../fault-proxy/index.ts'
import { breakEachRequest, type Ending, type Experiment, unlessRemote } from './broken-call.ts'
import { unlessDeclared } from './declared.ts'
import { failureOf, live, nameOf, OLGA, openStory, type Story } from './story.ts'

/** What may be said of a write that did not happen. */
const NOTHING_WRITTEN = ['unavailable', 'unknown_outcome']

/** A booking over a network that fails: what is said must be true, and the key must tell. */
export const writeFaultChecks: readonly Check<'crm'>[] = [
  bookingUnder('unreachable', 'says unavailable of a booking when nobody can be reached', ['unavailable']),
  bookingUnder('lost-request', 'is not sure of a booking that never reached the provider', NOTHING_WRITTEN),
  bookingUnder(
    'lost-answer',
    'says unknown_outcome of a booking whose answer was lost, and the key finds it',
    NOTHING_WRITTEN,
  ),
  bookingUnder('late-answer', 'says nothing wrong of a booking that was answered after the deadline', NOTHING_WRITTEN),
  bookingUnder('rate-limit-with-hint', 'says rate_limited of a booking that met a limit, and when to come again', [
    'rate_limited',
  ]),
  bookingUnder('rate-limit', 'says rate_limited of a booking that met a limit without a hint', ['rate_limited']),
  bookingUnder(
    'server-error',
    'says unknown_outcome of a booking that ended in an error of the server',
    NOTHING_WRITTEN,
  ),
  bookingUnder('html', 'says unknown_outcome of a booking that was answered with a page for people', NOTHING_WRITTEN),
  bookingUnder('half-body', 'says unknown_outcome of a booking whose answer broke off', NOTHING_WRITTEN),
  bookingUnder('redirect', 'follows no redirect with a booking', NOTHING_WRITTEN),
  {
    id: 'crm.move-lost-answer',
    title: 'says unknown_outcome of a move whose answer was lost',
    unless: async kit => unlessRemote(kit) ?? unlessDeclared('reschedule')(kit),
    run: kit => breakEachRequest(kit, 'lost-answer', moving, result => judge(result, 'lost-answer', NOTHING_WRITTEN)),
  },
  {
    id: 'crm.cancel-lost-answer',
    title: 'says unknown_outcome of a cancellation whose answer was lost',
    unless: async kit => unlessRemote(kit) ?? unlessDeclared('cancel')(kit),
    run: kit =>
      breakEachRequest(kit, 'lost-answer', cancelling, result => judge(result, 'lost-answer', NOTHING_WRITTEN)),
  },
  {
    id: 'crm.client-lost-answer',
    title: 'says unknown_outcome of a new client whose answer was lost',
    unless: async kit => unlessRemote(kit) ?? unlessDeclared('createClient', 'findClients')(kit),
    run: kit => breakEachRequest(kit, 'lost-answer', creating, result => judge(result, 'lost-answer', NOTHING_WRITTEN)),
  },
  {
    id: 'crm.deadline',
    title: 'begins no booking after the deadline, nor when its caller has left',
    async run(kit) {
      const { crm, bench, draft, first, second, slots } = await openStory(kit)
      const late = { signal: new AbortController().signal, deadline: bench.clock.now() - 1 }
      const gone = { signal: AbortSignal.abort(), deadline: bench.clock.now() + 10_000 }
      const sent = bench.proxy?.requests.length
      assert.equal(await failureOf(crm.createAppointment(draft(first), late)), 'unavailable', 'after the deadline')
      const left = await failureOf(crm.createAppointment(draft(second), gone))
      assert.notEqual(left, undefined, 'with a signal that has aborted')
      assert.equal(bench.proxy?.requests.length, sent, 'something was sent all the same')
      const free = (await slots()).map(nameOf)
      assert.ok(free.includes(nameOf(first)) && free.includes(nameOf(second)), 'it was booked all the same')
    },
  },
]

function bookingUnder(fault: Fault, title: string, unwritten: readonly string[]): Check<'crm'> {
  return {
    id: `crm.book-${fault}`,
    title,
    unless: unlessRemote,
    run: kit => breakEachRequest(kit, fault, booking, result => judge(result, fault, unwritten)),
  }
}

async function booking({ crm, draft, first, written, slots }: Story): Promise<Experiment> {
  const wanted = draft(first)
  return {
    work: call => crm.createAppointment(wanted, call),
    // Where no key can be looked up, the time that is gone must tell.
    happened: async () =>
      crm.capabilities.findByKey
        ? live(await written(wanted)).length
        : Number(!(await slots()).some(slot => nameOf(slot) === nameOf(first))),
  }
}

async function moving({ crm, book, newKey, first, second, slots }: Story): Promise<Experiment> {
  const { id } = await book(first)
  return {
    work: call => crm.rescheduleAppointment({ id, slot: second, key: newKey() }, call),
    happened: async () => Number(!(await slots()).some(slot => nameOf(slot) === nameOf(second))),
  }
}

async function cancelling({ crm, book, newKey, first, slots }: Story): Promise<Experiment> {
  const { id } = await book(first)
  return {
    work: call => crm.cancelAppointment({ id, key: newKey() }, call),
    happened: async () => Number((await slots()).some(slot => nameOf(slot) === nameOf(first))),
  }
}

async function creating({ crm, call, newKey }: Story): Promise<Experiment> {
  return {
    work: given => crm.createClient({ ...OLGA, key: newKey() }, given),
    happened: async () => (await crm.findClientsByPhone({ phone: OLGA.phone }, call())).length,
  }
}

/** What the plugin said against what is true. */
function judge(
  { ending, times, at }: { ending: Ending; times: number; at: number },
  fault: Fault,
  unwritten: readonly string[],
): void {
  const where = `request ${at} met ${fault}`
  assert.ok(times <= 1, `${where}: it was written ${times} times`)
  if ('answer' in ending) {
    assert.equal(times, 1, `${where}: answered as if it had been written`)
    return
  }
  const { code, retryAfterMs } = Object(ending.error)
  const allowed = times === 1 ? ['unknown_outcome'] : unwritten
  const fact = times === 1 ? 'it was written' : 'nothing was written'
  assert.ok(allowed.includes(code), `${where}, ${fact}: expected ${allowed.join(' or ')}, got ${inspect(ending.error)}`)
  if (fault === 'rate-limit-with-hint' && code === 'rate_limited')
    assert.equal(retryAfterMs, RETRY_AFTER_SECONDS * 1_000, `${where}: retryAfterMs from its Retry-After`)
}
