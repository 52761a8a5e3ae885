import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { stringify } from 'yaml'
import { createScriptedChannel, type SendMood } from '../../fakes/scripted-channel.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { salonConfig } from '../../support/running-desk/salon.ts'
import { until } from '../../support/until.ts'
import { channelNamed, type OpenedRuntime, openRuntime, salon, speaking } from '../runtime/open-runtime.ts'
import { run } from './terminal.ts'

const DAY_MS = 86_400_000

describe('aiadmin outbox, beside a running desk', () => {
  const channel = createScriptedChannel({ delivery: 'blind' })
  let opened: OpenedRuntime
  before(async () => {
    const messenger = channelNamed('messenger', () => channel)
    // The command line has the machine's clock; the desk's stands until it is moved on.
    const clock = createMovingClock(new Date().toISOString())
    opened = await openRuntime(
      await salon({ channels: [messenger], llm: [speaking(count => `Answer number ${count}`)] }),
      { clock },
    )
    await writeFile(join(opened.folder, 'aiadmin.yaml'), stringify(salonConfig({})))
    await opened.runtime.start({ listen: false })
  })
  after(() => opened.close())

  const outbox = (...args: readonly string[]) =>
    run(['outbox', ...args], opened.folder, {
      env: { API_KEY: 'test-key-of-32-characters-000000', AIADMIN_DATA: opened.folder },
    })
  const rows = () =>
    opened.runtime.instances.journal.db.selectFrom('outbox').select(['id', 'status']).orderBy('created_at').execute()
  const isSettled = async (count: number) => {
    const all = await rows()
    return all.length === count && all.every(({ status }) => status !== 'queued' && status !== 'sending')
  }
  let told = 0
  async function says(address: string, mood?: SendMood) {
    if (mood) channel.next(mood)
    told += 1
    const event = { kind: 'message', id: `m${told}`, address, parts: [{ type: 'text', text: 'Hello' }] } as const
    await channel.desk?.deliver(event)
    await until(() => isSettled(told))
    const row = (await rows()).at(-1)
    assert.ok(row)
    return row.id
  }

  it('says that there is nothing to see, and what it does not understand', async () => {
    const { code, stdout } = await outbox()
    assert.deepEqual([code, stdout], [0, 'Everything that was said has been sent.\n'])
    for (const args of [['show'], ['resend'], ['list', 'a', 'b'], ['show', 'a', 'b', 'c']])
      assert.equal((await outbox(...args)).code, 64, args.join(' '))
    const unknown = await outbox('show', 'nothing-16-chars')
    assert.equal(unknown.code, 1)
    assert.match(unknown.stdout, /no message nothing-16-chars/)
  })

  it('lists what did not arrive, with nobody’s whole address, and sends it again', async () => {
    const gone = await says('79161234567', { throws: 'unreachable' })
    const lost = await says('boris', { throwsAfterSending: 'unknown_outcome' })
    const list = await outbox()
    assert.match(
      list.stdout,
      new RegExp(`${gone}\\s+dead\\s+\\S+ \\S+\\s+messenger …4567\\s+\\S+\\s+reply\\s+unreachable`),
    )
    assert.match(list.stdout, new RegExp(`${lost}\\s+unknown\\s.*messenger …is\\s.*unknown_outcome`))
    assert.doesNotMatch(list.stdout, /79161234567|Answer number/)
    assert.match((await outbox('show', gone)).stdout, /dead since .* tried 1 times[\s\S]*Answer number 1/)

    const refused = await outbox('resend', lost)
    assert.equal(refused.code, 1)
    assert.match(refused.stdout, /may get it twice.*--yes/)
    const before = channel.calls.length
    assert.match((await outbox('resend', '--all-dead')).stdout, new RegExp(`${gone} is queued again`))
    assert.match((await outbox('resend', lost, '--yes')).stdout, /queued again. The client may get it twice/)
    await opened.clock.advance(DAY_MS)
    await until(() => isSettled(2))
    assert.deepEqual(channel.received('79161234567'), ['Answer number 1'])
    assert.deepEqual(channel.received('boris'), ['Answer number 2', 'Answer number 2'])
    assert.equal(channel.calls.length, before + 2)
    assert.match((await outbox()).stdout, /Everything/)
    assert.match((await outbox('resend', gone)).stdout, /was sent; the client has it/)
    assert.match((await outbox('resend', '--all-dead')).stdout, /Nothing is dead/)
  })

  it('shows what waits for more than a minute, and works without a desk', async () => {
    await says('clara', { throws: 'refused' })
    await opened.runtime.stop()
    const { runtime } = await openRuntime(await salon(), { folder: opened.folder, clock: opened.clock })
    const dead = runtime.instances.journal.db.updateTable('outbox').where('status', '=', 'dead')
    await dead.set({ status: 'queued', error: null, created_at: 0 }).execute()
    await runtime.stop()
    assert.match((await outbox()).stdout, /queued\s.*…ra\s.*reply\s+waits/)
    assert.match((await outbox('list')).stdout, /queued/)
  })
})
