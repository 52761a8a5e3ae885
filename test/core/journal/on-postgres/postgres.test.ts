import { it } from 'node:test'
import { needs } from '../../../support/needs.ts'

// The suites of journal and ledger once more, on a real PostgreSQL.
process.env['AIADMIN_TEST_STORE'] = 'postgres'
const postgres = await needs('postgres')
if ('skip' in postgres) it('the journal on PostgreSQL', { skip: postgres.skip }, () => {})
else {
  await import('../accept.test.ts')
  await import('../turns.test.ts')
  await import('../workers.test.ts')
  await import('../plugin-stores.test.ts')
  await import('../database.test.ts')
  await import('../../ledger/holds.test.ts')
  await import('../../ledger/moves.test.ts')
}
