import type { Bench } from '../bench.ts'
import type { MethodCall } from '../check.ts'
import { MIRA, OLGA, tellStory } from './story.ts'

/** One sensible call of each of the twelve methods that the CRM declares. */
export async function methodCalls(bench: Bench<'crm'>): Promise<readonly MethodCall[]> {
  const { crm, call, newKey, service, window, draft, first, second, book } = await tellStory(bench)
  const { capabilities } = crm
  const phone = OLGA.phone
  const visit = await book(second)
  const client = capabilities.createClient ? await crm.createClient({ ...MIRA, key: newKey() }, call()) : undefined
  const calls: (MethodCall & { unless?: boolean })[] = [
    {
      name: 'findClientsByPhone',
      unless: !capabilities.findClients,
      run: given => crm.findClientsByPhone({ phone }, given),
    },
    {
      name: 'getClient',
      unless: !capabilities.findClients,
      run: given => crm.getClient({ id: client?.id ?? visit.clientId ?? 'unknown' }, given),
    },
    {
      name: 'createClient',
      unless: !capabilities.createClient,
      run: given => crm.createClient({ ...OLGA, key: newKey() }, given),
    },
    {
      name: 'updateClient',
      unless: !capabilities.updateClient || !client,
      run: given => crm.updateClient({ id: client?.id ?? '', patch: { comment: 'likes tea' } }, given),
    },
    { name: 'listServices', run: given => crm.listServices({}, given) },
    { name: 'listEmployees', run: given => crm.listEmployees({}, given) },
    {
      name: 'listAvailableSlots',
      run: given => crm.listAvailableSlots({ serviceIds: [service.id], ...window }, given),
    },
    {
      name: 'getAppointment',
      unless: !capabilities.getAppointment,
      run: given => crm.getAppointment({ id: visit.id }, given),
    },
    {
      name: 'listAppointments',
      unless: !capabilities.listAppointments,
      run: given => crm.listAppointments({ phone, ...window }, given),
    },
    {
      name: 'rescheduleAppointment',
      unless: capabilities.reschedule === 'none',
      run: given => crm.rescheduleAppointment({ id: visit.id, slot: second, key: newKey() }, given),
    },
    {
      name: 'cancelAppointment',
      unless: !capabilities.cancel,
      run: given => crm.cancelAppointment({ id: visit.id, key: newKey() }, given),
    },
    { name: 'createAppointment', run: given => crm.createAppointment(draft(first), given) },
    ...(crm.probe
      ? [{ name: 'probe', run: (given: Parameters<MethodCall['run']>[0]) => Promise.resolve(crm.probe?.(given)) }]
      : []),
  ]
  return calls.filter(({ unless }) => unless !== true)
}

/** What a caller with stale or broken data may ask. */
export async function oddCalls(bench: Bench<'crm'>): Promise<readonly MethodCall[]> {
  const { crm, window, draft, first, service, newKey } = await tellStory(bench)
  const start = 'the day after tomorrow'
  const broken = { ...first, start, end: start, parts: first.parts.map(part => ({ ...part, start, end: start })) }
  const nobody = '../nobody?'
  return [
    { name: 'findClientsByPhone', run: call => crm.findClientsByPhone({ phone: '12' }, call) },
    { name: 'getClient', run: call => crm.getClient({ id: nobody }, call) },
    { name: 'createClient', run: call => crm.createClient({ name: '', phone: '12', key: newKey() }, call) },
    { name: 'updateClient', run: call => crm.updateClient({ id: nobody, patch: { name: 'Nobody' } }, call) },
    { name: 'listEmployees', run: call => crm.listEmployees({ serviceIds: [nobody] }, call) },
    { name: 'listAvailableSlots', run: call => crm.listAvailableSlots({ serviceIds: [nobody], ...window }, call) },
    {
      name: 'listAvailableSlots',
      run: call => crm.listAvailableSlots({ serviceIds: [service.id], from: start, to: start }, call),
    },
    {
      name: 'listAvailableSlots',
      run: call => crm.listAvailableSlots({ serviceIds: [service.id], from: window.to, to: window.from }, call),
    },
    { name: 'createAppointment', run: call => crm.createAppointment(draft(broken), call) },
    { name: 'createAppointment', run: call => crm.createAppointment(draft({ ...first, parts: [] }), call) },
    { name: 'getAppointment', run: call => crm.getAppointment({ id: nobody }, call) },
    { name: 'listAppointments', run: call => crm.listAppointments({}, call) },
    { name: 'listAppointments', run: call => crm.listAppointments({ clientId: nobody, from: start, to: start }, call) },
    {
      name: 'rescheduleAppointment',
      run: call => crm.rescheduleAppointment({ id: nobody, slot: broken, key: newKey() }, call),
    },
    { name: 'cancelAppointment', run: call => crm.cancelAppointment({ id: nobody, key: newKey() }, call) },
  ]
}

/** A time that was booked in the one instance must be free in the other: each has a business of its own. */
export async function leaks(one: Bench<'crm'>, other: Bench<'crm'>): Promise<string | undefined> {
  const [mine, theirs] = [await tellStory(one), await tellStory(other)]
  const free = await theirs.slots()
  await mine.fill(mine.first)
  const left = await theirs.slots()
  return free.length === left.length ? undefined : 'a visit that was booked in one instance takes a time of another'
}
