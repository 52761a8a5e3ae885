import assert from 'node:assert/strict'
import type { StorageRole } from '../../contract/index.ts'
import type { StorageCheck } from './check.ts'

const MEMBER_OF = { sessions: 'keyv', journal: 'sql' } as const satisfies Record<StorageRole, string>

/** What `aiadmin check` believes before anything is created. */
export const roleChecks: readonly StorageCheck[] = [
  {
    id: 'storage.roles',
    title: 'offers what its roles name',
    needs: [],
    async run({ subject, open }) {
      const { roles } = subject.plugin
      assert.ok(roles.length > 0, 'a storage without a role keeps nothing')
      const { storage } = await open()
      for (const role of roles) {
        assert.ok(Object.hasOwn(MEMBER_OF, role), `there is no role ${role}`)
        assert.ok(storage[MEMBER_OF[role]], `its roles name \`${role}\`; the instance has no \`${MEMBER_OF[role]}\``)
      }
    },
  },
]
