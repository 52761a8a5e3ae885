import assert from 'node:assert/strict'
import type { CrmCapabilities, Employee } from '../../contract/index.ts'
import type { Check } from '../check.ts'
import { failureOf, openStory, type Story } from './story.ts'

/** Methods 5 and 6, and what the CRM says that it can do. */
export const catalogueChecks: readonly Check<'crm'>[] = [
  {
    id: 'crm.services',
    title: 'lists services with sensible durations, prices in minor units and employees who exist',
    async run(kit) {
      const { crm, call, bench } = await openStory(kit)
      const services = await crm.listServices({}, call())
      const employees = new Set((await crm.listEmployees({}, call())).map(({ id }) => id))
      assert.equal(new Set(services.map(({ id }) => id)).size, services.length, 'two services have the same id')
      for (const { id, name, durationMinutes, price, employeeIds } of services) {
        assert.ok(name.trim() !== '', `the service ${id} has no name`)
        assert.ok(Number.isInteger(durationMinutes) && durationMinutes > 0, `${name} lasts ${durationMinutes} minutes`)
        if (price) {
          const { min, max, currency } = price
          const isMoney = Number.isInteger(min) && Number.isInteger(max) && 0 <= min && min <= max
          assert.ok(
            isMoney,
            `${name} costs ${min} to ${max}: money is integer minor units, from the lower to the higher`,
          )
          assert.equal(currency, bench.context.company.currency, `the currency of ${name}`)
        }
        for (const employee of employeeIds)
          assert.ok(employees.has(employee), `${name}: no employee has the id ${employee}`)
      }
    },
  },
  {
    id: 'crm.employees',
    title: 'lists employees with nothing private, and with services only those who do all of them',
    async run(kit) {
      const { crm, call } = await openStory(kit)
      const services = await crm.listServices({}, call())
      const all = await crm.listEmployees({}, call())
      for (const employee of all) {
        const extra = Object.keys(employee).filter(member => !Object.hasOwn(EMPLOYEE_MEMBERS, member))
        assert.deepEqual(extra, [], `${employee.name} has members that are not in the contract`)
      }
      for (const { id, name } of services) {
        const ids = (await crm.listEmployees({ serviceIds: [id] }, call())).map(employee => employee.id)
        const expected = all.filter(({ serviceIds }) => serviceIds.includes(id)).map(employee => employee.id)
        assert.deepEqual(ids.toSorted(), expected.toSorted(), `who does ${name}`)
      }
    },
  },
  {
    id: 'crm.unsupported',
    title: 'fails with unsupported where it does not declare a capability',
    async run(kit) {
      const story = await openStory(kit)
      const { capabilities } = story.crm
      for (const [name, isRight] of Object.entries(SHAPE)) {
        assert.ok(isRight(Object(capabilities)[name]), `capabilities.${name} is missing or of another type`)
      }
      for (const { capability, run } of undeclaredCalls(story)) {
        assert.equal(await failureOf(run()), 'unsupported', `${capability} is not declared`)
      }
    },
  },
]

/** All members of the contract: one that is added there must be named here. */
const EMPLOYEE_MEMBERS = {
  id: true,
  name: true,
  title: true,
  synonyms: true,
  translations: true,
  serviceIds: true,
  hours: true,
} satisfies Record<keyof Employee, true>

const isFlag = (value: unknown) => typeof value === 'boolean'

const SHAPE: Readonly<Record<keyof CrmCapabilities, (value: unknown) => boolean>> = {
  findClients: isFlag,
  getAppointment: isFlag,
  findByKey: isFlag,
  settleMs: value => Number.isInteger(value) && Number(value) >= 0,
  reschedule: value => value === 'none' || value === 'time' || value === 'timeAndEmployee',
  createClient: isFlag,
  updateClient: isFlag,
  listAppointments: isFlag,
  cancel: isFlag,
  severalServices: isFlag,
}

/** A call of every method that the CRM says it does not have. */
function undeclaredCalls({ crm, call, newKey, window, first, draft, service }: Story) {
  const { capabilities } = crm
  const id = '1'
  const phone = '+4915112345678'
  const calls: { capability: keyof CrmCapabilities; run(): Promise<unknown> }[] = [
    { capability: 'findClients', run: () => crm.findClientsByPhone({ phone }, call()) },
    { capability: 'findClients', run: () => crm.getClient({ id }, call()) },
    { capability: 'createClient', run: () => crm.createClient({ name: 'Olga', phone, key: newKey() }, call()) },
    { capability: 'updateClient', run: () => crm.updateClient({ id, patch: { name: 'Olga' } }, call()) },
    { capability: 'getAppointment', run: () => crm.getAppointment({ id }, call()) },
    { capability: 'listAppointments', run: () => crm.listAppointments({ phone, ...window }, call()) },
    { capability: 'findByKey', run: () => crm.listAppointments({ key: newKey(), draft: draft(first) }, call()) },
    { capability: 'reschedule', run: () => crm.rescheduleAppointment({ id, slot: first, key: newKey() }, call()) },
    { capability: 'cancel', run: () => crm.cancelAppointment({ id, key: newKey() }, call()) },
    {
      capability: 'severalServices',
      run: () => crm.listAvailableSlots({ serviceIds: [service.id, service.id], ...window }, call()),
    },
  ]
  return calls.filter(({ capability }) => capabilities[capability] === false || capabilities[capability] === 'none')
}
