import { after, describe, it } from 'node:test'
import type { ConfiguredInstance } from '../../../config/desk-config.ts'
import type { StoragePlugin } from '../../../core/contract/index.ts'
import postgres from '../../../plugins/storage/postgres/index.ts'
import { startPostgres } from '../../support/postgres.ts'
import { expectOneBooked, expectOneHolder } from './race.ts'

const server = await startPostgres(['fsync = off'])
const skip = 'skip' in server && server.skip

describe('three replicas of a desk on one PostgreSQL', { skip, timeout: 120_000 }, () => {
  if ('skip' in server) return
  after(() => server.stop())
  const { createDatabase } = server

  async function shared() {
    const url = await createDatabase()
    const journal: ConfiguredInstance<StoragePlugin> = {
      instance: 'journal',
      kind: 'storage',
      use: 'postgres',
      plugin: postgres,
      config: { url },
    }
    return { replicas: 3, channels: 4, journal }
  }

  it('give one time to one of fifty clients who want it at once', async test => expectOneHolder(test, await shared()))

  it('book it for one of fifty who confirm at once where the CRM alone decides', async test =>
    expectOneBooked(test, await shared()))
})
