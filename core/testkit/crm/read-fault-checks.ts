import assert from 'node:assert/strict'
import { inspect, isDeepStrictEqual } from 'node:util'
import type { Check, MethodCall } from '../check.ts'
import type { Fault } from '../fault-proxy/index.ts'
import { endingUnder, ensureNothingStrayed, proxyOf, unlessRemote } from './broken-call.ts'
import { OLGA, openStory, type Story } from './story.ts'

/** Reads over a network that fails: an error or the truth, never an emptiness that nobody has seen. */
export const readFaultChecks: readonly Check<'crm'>[] = [
  readingUnder('unreachable', 'reports from a read that nobody can be reached', 'unavailable'),
  readingUnder('rate-limit', 'reports from a read that it met a limit', 'rate_limited'),
  readingUnder('server-error', 'reports from a read that the server failed', 'unavailable'),
  readingUnder('html', 'reports from a read that a page for people came', 'unavailable'),
  readingUnder('lost-page', 'takes no gateway’s 404 for the word that something is gone', 'unavailable'),
  readingUnder('half-body', 'reports from a read that the answer broke off', 'unavailable'),
  readingUnder('redirect', 'takes no answer to a read from another host, and tells that one no secret', 'unavailable'),
]

function readingUnder(fault: Fault, title: string, code: string): Check<'crm'> {
  return {
    id: `crm.read-${fault}`,
    title,
    unless: unlessRemote,
    async run(kit) {
      const story = await openStory(kit)
      const { bench, call } = story
      for (const { name, run } of await reads(story)) {
        const truth = await run(call())
        await proxyOf(bench).arm(fault)
        const ending = await endingUnder(fault, bench, run)
        await proxyOf(bench).disarm()
        ensureNothingStrayed(kit, bench)
        // What the plugin remembers may stand in for what it can't ask.
        const isTrue = 'answer' in ending && isDeepStrictEqual(ending.answer, truth)
        const said = 'answer' in ending ? `answered ${inspect(ending.answer)}` : `threw ${inspect(ending.error)}`
        assert.ok(
          isTrue || ('error' in ending && Object(ending.error).code === code),
          `${name} must throw ${code}, but ${said}`,
        )
      }
    },
  }
}

/** Every read, of something that is there: an empty answer is a lie. */
async function reads({ crm, draft, call, first, service, window }: Story): Promise<readonly MethodCall[]> {
  const wanted = draft(first)
  const visit = await crm.createAppointment(wanted, call())
  const { findClients, listAppointments, getAppointment, findByKey } = crm.capabilities
  const { clientId } = visit
  const all: (MethodCall & { unless?: boolean })[] = [
    {
      name: 'findClientsByPhone',
      unless: !findClients,
      run: given => crm.findClientsByPhone({ phone: OLGA.phone }, given),
    },
    {
      name: 'getClient',
      unless: !findClients || clientId === undefined,
      run: given => crm.getClient({ id: clientId ?? '' }, given),
    },
    { name: 'listServices', run: given => crm.listServices({}, given) },
    { name: 'listEmployees', run: given => crm.listEmployees({}, given) },
    {
      name: 'listAvailableSlots',
      run: given => crm.listAvailableSlots({ serviceIds: [service.id], ...window }, given),
    },
    { name: 'getAppointment', unless: !getAppointment, run: given => crm.getAppointment({ id: visit.id }, given) },
    {
      name: 'listAppointments',
      unless: !listAppointments,
      run: given => crm.listAppointments({ phone: OLGA.phone, ...window }, given),
    },
    {
      name: 'listAppointments with a key',
      unless: !findByKey,
      run: given => crm.listAppointments({ key: wanted.key, draft: wanted }, given),
    },
  ]
  return all.filter(({ unless }) => unless !== true)
}
