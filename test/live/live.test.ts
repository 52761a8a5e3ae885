import assert from 'node:assert/strict'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { WireVisit } from '../../core/cli/templates/crm/src/wire.ts'
import { startFake, TOKEN } from '../../core/cli/templates/crm/test/fake.ts'
import { type FaultProxy, startFaultProxy } from '../../core/testkit/fault-proxy/index.ts'
import { runCommand } from '../support/command.ts'

const root = join(import.meta.dirname, '../..')
const SIXTY_DAYS_MS = 60 * 86_400_000

describe('npm run test:live', () => {
  let fake: Awaited<ReturnType<typeof startFake>>
  let proxy: FaultProxy
  const startedAt = Date.now()

  beforeEach(async () => {
    fake = await startFake({ now: Date.now })
    proxy = await startFaultProxy(fake.url)
  })
  afterEach(async () => {
    await proxy.close()
    await fake.close()
  })

  function live(args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof runCommand> {
    const { NODE_TEST_CONTEXT: _, ...rest } = process.env
    return runCommand(
      process.execPath,
      ['--import=tsx', 'test/live/run.ts', './core/cli/templates/crm/src/index.ts', ...args],
      {
        cwd: root,
        env: {
          ...rest,
          ACME_TOKEN: TOKEN,
          ACME_API_URL: proxy.url,
          AIADMIN_LIVE_PHONE: '+4915112345678',
          AIADMIN_LIVE_TIMEZONE: 'Europe/Berlin',
          ...env,
        },
      },
    )
  }

  async function visits(): Promise<readonly WireVisit[]> {
    const response = await fetch(`${fake.url}/v1/visits`, { headers: { authorization: `Bearer ${TOKEN}` } })
    const { visits }: { visits: readonly WireVisit[] } = JSON.parse(await response.text())
    return visits
  }

  it('books one marked visit at least sixty days ahead, moves it and removes it', async () => {
    const { code, stdout, stderr } = await live(['--i-own-this-account'])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /found by its key.*moved to.*cancelled.*offered again.*keeps its promises/s)
    const [visit, ...others] = await visits()
    assert.deepEqual([visit?.state, visit?.client.name, others.length], ['cancelled', 'AI-Admin live test', 0])
    assert.ok(Date.parse(visit?.start ?? '') >= startedAt + SIXTY_DAYS_MS, visit?.start)
  })

  it('removes also a visit whose booking ended in doubt, and fails', async () => {
    await live(['--i-own-this-account'])
    const booking = proxy.requests.findIndex(({ method, path }) => method === 'POST' && path === '/v1/visits')
    await proxy.arm('server-error', booking + 1)
    const { code, stdout, stderr } = await live(['--i-own-this-account'])
    assert.equal(code, 1, stdout)
    assert.match(stderr, /unknown_outcome/)
    assert.deepEqual(
      (await visits()).map(({ state }) => state),
      ['cancelled', 'cancelled'],
    )
  })

  it('does nothing for somebody who does not say that the account is theirs', async () => {
    const { code, stderr } = await live([])
    assert.equal(code, 64)
    assert.match(stderr, /--i-own-this-account/)
    assert.equal(proxy.requests.length, 0)
  })

  it('names the variables that are missing', async () => {
    const { code, stderr } = await live(['--i-own-this-account'], { ACME_TOKEN: '', AIADMIN_LIVE_PHONE: '' })
    assert.equal(code, 64)
    assert.match(stderr, /ACME_TOKEN, AIADMIN_LIVE_PHONE/)
    assert.equal(proxy.requests.length, 0)
  })
})
