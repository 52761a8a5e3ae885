import assert from 'node:assert/strict'
import type { Check } from '../check.ts'
import { unlessDeclared } from './declared.ts'
import { MIRA, OLGA, openStory, otherId } from './story.ts'

/** Methods 1 to 4. */
export const clientChecks: readonly Check<'crm'>[] = [
  {
    id: 'crm.phone-unknown',
    title: 'answers an empty list for a phone that nobody has',
    unless: unlessDeclared('findClients'),
    async run(kit) {
      const { crm, call } = await openStory(kit)
      assert.deepEqual(await crm.findClientsByPhone({ phone: OLGA.phone }, call()), [])
    },
  },
  {
    id: 'crm.phone-exact',
    title: 'finds by phone only those who have exactly this one',
    unless: unlessDeclared('findClients', 'createClient'),
    async run(kit) {
      const { crm, call, newKey } = await openStory(kit)
      const longer = { name: 'Longer', phone: `${OLGA.phone}1` }
      const clients = []
      for (const one of [MIRA, OLGA, longer]) clients.push(await crm.createClient({ ...one, key: newKey() }, call()))
      const found = await crm.findClientsByPhone({ phone: OLGA.phone }, call())
      assert.deepEqual(
        found.map(({ id, name, phone }) => ({ id, name, phone })),
        [{ id: clients[1]?.id, ...OLGA }],
      )
    },
  },
  {
    id: 'crm.phone-shared',
    title: 'finds all clients who share a phone',
    unless: unlessDeclared('findClients', 'createClient'),
    async run(kit) {
      const { crm, call, newKey } = await openStory(kit)
      // A CRM may keep one client for a phone: then both are the same one.
      const mother = await crm.createClient({ ...OLGA, key: newKey() }, call())
      const daughter = await crm.createClient({ ...OLGA, name: 'Ida Brandt', key: newKey() }, call())
      const found = await crm.findClientsByPhone({ phone: OLGA.phone }, call())
      const ids = (clients: readonly { id: string }[]) => [...new Set(clients.map(({ id }) => id))].sort()
      assert.deepEqual(ids(found), ids([mother, daughter]))
    },
  },
  {
    id: 'crm.client-get',
    title: 'reads a client by id and answers undefined for an id that nobody has',
    unless: unlessDeclared('findClients', 'createClient'),
    async run(kit) {
      const { crm, call, newKey } = await openStory(kit)
      const olga = await crm.createClient({ ...OLGA, key: newKey() }, call())
      const read = await crm.getClient({ id: olga.id }, call())
      assert.deepEqual({ id: read?.id, name: read?.name, phone: read?.phone }, { id: olga.id, ...OLGA })
      assert.equal(await crm.getClient({ id: otherId(olga.id) }, call()), undefined)
    },
  },
  {
    id: 'crm.client-patch',
    title: 'changes of a client only what the patch names',
    unless: unlessDeclared('findClients', 'createClient', 'updateClient'),
    async run(kit) {
      const { crm, call, newKey } = await openStory(kit)
      const { id } = await crm.createClient({ ...OLGA, email: 'olga@example.org', key: newKey() }, call())
      const [before] = await crm.findClientsByPhone({ phone: OLGA.phone }, call())
      assert.equal(before?.id, id, 'a client who was created is not found by phone')
      await crm.updateClient({ id, patch: { name: 'Olga Falk' } }, call())
      const [after] = await crm.findClientsByPhone({ phone: OLGA.phone }, call())
      assert.deepEqual(after, { ...before, name: 'Olga Falk' })
    },
  },
]
