import { after, it } from 'node:test'
import { testStorage } from '../../../core/testkit/index.ts'
import plugin from '../../../plugins/storage/redis/index.ts'
import { startRedis } from '../../support/redis.ts'

const server = await startRedis()
if ('skip' in server) it('redis keeps the contract', { skip: server.skip }, () => {})
else {
  after(() => server.stop())
  testStorage({
    plugin,
    module: import.meta.resolve('../../../plugins/storage/redis/index.ts'),
    config: url => ({ url }),
    fake: async () => ({ url: await server.emptyDatabase(), close: () => undefined }),
  })
}
