import { after, it } from 'node:test'
import { testStorage } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/storage/postgres/index.ts'
import { startPostgres } from '../../support/postgres.ts'

const server = await startPostgres()
if ('skip' in server) it('postgres keeps the contract', { skip: server.skip }, () => {})
else {
  after(() => server.stop())
  testStorage({
    plugin,
    module: import.meta.resolve('../../../plugins/storage/postgres/index.ts'),
    config: url => ({ url }),
    fake: async () => ({ url: await server.createDatabase(), close: () => undefined }),
  })
}
