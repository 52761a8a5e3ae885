import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../../../core/clock.ts'
import type { Call, RateLimit } from '../../../core/contract/index.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import { createMovingClock } from '../../moving-clock.ts'

const settle = () => new Promise(resolve => setImmediate(resolve))

function setUp() {
  const clock = createMovingClock(0)
  return { clock, limits: createLimitRegistry({ clock }) }
}

describe('a limit shared by key', () => {
  it('lets so many begin in any second, in the order of their coming', async () => {
    const { clock, limits } = setUp()
    const served: string[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      limits
        .bucket({ key: 'crm', perSecond: 2 })
        .acquire()
        .then(() => served.push(`${name}@${clock.now()}`))
    }
    await settle()
    await clock.advance(999)
    assert.deepEqual(served, ['a@0', 'b@0'])
    await clock.advance(5_000)
    assert.deepEqual(served, ['a@0', 'b@0', 'c@1000', 'd@1000', 'e@2000'])
  })

  it('counts the minute beside the second', async () => {
    const { clock, limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', perSecond: 10, perMinute: 3 })
    const at: number[] = []
    for (let one = 0; one < 4; one += 1) bucket.acquire().then(() => at.push(clock.now()))
    await settle()
    await clock.advance(61_000)
    assert.deepEqual(at, [0, 0, 0, 60_000])
  })

  it('lets a burst begin at once and then holds the pace, also after a pause', async () => {
    const { clock, limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', perSecond: 2, burst: 3 })
    const at: number[] = []
    const ask = (times: number) => {
      for (let one = 0; one < times; one += 1) bucket.acquire().then(() => at.push(clock.now()))
    }
    ask(5)
    await settle()
    await clock.advance(1_500)
    assert.deepEqual(at, [0, 0, 0, 500, 1_000])
    // Half of the bucket has leaked by then, not more.
    await clock.advance(500)
    ask(3)
    await settle()
    await clock.advance(2_000)
    assert.deepEqual(at.slice(5), [2_000, 2_000, 2_500])
  })

  it('keeps other keys apart, and the stricter number where one key is named twice', async () => {
    const { limits } = setUp()
    limits.bucket({ key: 'crm', concurrent: 5 })
    const strict = limits.bucket({ key: 'crm', concurrent: 1 })
    await limits.bucket({ key: 'crm', concurrent: 5 }).acquire()
    let second = false
    strict.acquire().then(() => {
      second = true
    })
    await limits.bucket({ key: 'other', concurrent: 1 }).acquire()
    await settle()
    assert.equal(second, false)
  })

  it('lets the next one in when one has ended, once for each', async () => {
    const { limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', concurrent: 1 })
    const release = await bucket.acquire()
    const served: number[] = []
    bucket.acquire().then(() => served.push(2))
    bucket.acquire().then(() => served.push(3))
    release()
    release()
    await settle()
    assert.deepEqual(served, [2])
  })

  it('refuses at once when the turn can only come after the deadline', async () => {
    const { limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', perMinute: 1 })
    await bucket.acquire()
    const call = { signal: new AbortController().signal, deadline: 10_000 }
    await assert.rejects(bucket.acquire(call), { code: 'rate_limited', retryAfterMs: 60_000 })
  })

  it('does not wait longer than its own deadline behind somebody who may wait longer', async () => {
    const { clock, limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', concurrent: 1 })
    const release = await bucket.acquire()
    let patient = false
    bucket.acquire().then(() => {
      patient = true
    })
    const hurried = bucket.acquire({ signal: new AbortController().signal, deadline: 2_000 })
    hurried.catch(() => undefined)
    await settle()
    await clock.advance(2_000)
    await assert.rejects(hurried, { code: 'rate_limited' })
    release()
    await settle()
    assert.equal(patient, true)
  })

  it('waits for a deadline that no timer of Node can be set for', async test => {
    const warned: string[] = []
    const note = ({ name }: Error) => void warned.push(name)
    process.on('warning', note)
    test.after(() => process.off('warning', note))
    const bucket = createLimitRegistry({ clock: systemClock }).bucket({ key: 'crm', concurrent: 1 })
    const release = await bucket.acquire()
    const patient = bucket.acquire({ signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER })
    await settle()
    assert.deepEqual(warned, [])
    release()
    await patient
  })

  it('gives the turn of a caller who left to the next', async () => {
    const { limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', concurrent: 1 })
    const release = await bucket.acquire()
    const leaving = new AbortController()
    const left = bucket.acquire({ signal: leaving.signal, deadline: 60_000 })
    let next = false
    bucket.acquire().then(() => {
      next = true
    })
    await settle()
    leaving.abort(new Error('left'))
    await assert.rejects(left, /left/)
    release()
    await settle()
    assert.equal(next, true)
  })

  it('does not count the turn of a caller who left', async () => {
    const { clock, limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', perSecond: 1 })
    await bucket.acquire()
    const leaving = new AbortController()
    const left = bucket.acquire({ signal: leaving.signal, deadline: 60_000 })
    let at: number | undefined
    bucket.acquire().then(() => {
      at = clock.now()
    })
    await settle()
    leaving.abort(new Error('left'))
    await assert.rejects(left, /left/)
    await clock.advance(3_000)
    assert.equal(at, 1_000)
  })

  it('holds over all processes that count together, each waiting its turn no longer than its deadline', async () => {
    const clock = createMovingClock(0)
    let [began, sum] = [0, 0]
    const count = async (_key: string, windowMs: number) => {
      if (clock.now() >= began + windowMs) [began, sum] = [clock.now(), 0]
      sum += 1
      return { count: sum, endsInMs: began + windowMs - clock.now() }
    }
    const [one, two] = [0, 1].map(() => createLimitRegistry({ clock, count }).bucket({ key: 'crm', perSecond: 3 }))
    assert.ok(one && two)
    const at: number[] = []
    for (let each = 0; each < 3; each += 1)
      for (const bucket of [one, two]) bucket.acquire().then(() => at.push(clock.now()))
    await settle()
    const call = { signal: new AbortController().signal, deadline: 900 }
    await assert.rejects(two.acquire(call), { code: 'rate_limited', retryAfterMs: 1_000 })
    await clock.advance(2_000)
    assert.deepEqual(at, [0, 0, 0, 1_000, 1_000, 1_000])
  })
})

describe('a limit with clients and work that nobody waits for', () => {
  const callOf = (priority?: Call['priority'], deadline = 3_600_000): Call => ({
    signal: new AbortController().signal,
    deadline,
    ...(priority && { priority }),
  })
  /** Lets these ask in this order, all at once; answers who was served when. */
  const race = (limit: Omit<RateLimit, 'key'>, ...asking: readonly (Call['priority'] | undefined)[]) => {
    const { clock, limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', ...limit })
    const served: string[] = []
    for (const priority of asking)
      bucket.acquire(callOf(priority)).then(() => served.push(`${priority ?? 'client'}@${clock.now()}`))
    return { clock, bucket, served }
  }

  it('serves who agreed to a booking, then who asked something, then nobody in particular', async () => {
    const { clock, served } = race({ perSecond: 1 }, undefined, 'background', undefined, 'commit')
    await settle()
    await clock.advance(5_000)
    assert.deepEqual(served, ['client@0', 'commit@1000', 'client@2000', 'background@3000'])
  })

  it('leaves half of a minute, of a burst and of the connections to clients', async () => {
    for (const limit of [{ perMinute: 4 }, { perSecond: 1, burst: 4 }, { concurrent: 4 }]) {
      const { bucket, served } = race(limit, 'background', 'background', 'background')
      await settle()
      assert.deepEqual(served, ['background@0', 'background@0'], JSON.stringify(limit))
      await bucket.acquire(callOf())
      await bucket.acquire(callOf())
    }
  })

  it('lets a client who comes later pass background work that waits', async () => {
    const { clock, bucket, served } = race({ perMinute: 4 }, 'background', 'background', 'background')
    await settle()
    await clock.advance(10_000)
    await bucket.acquire(callOf())
    assert.deepEqual(served, ['background@0', 'background@0'])
    await clock.advance(60_000)
    assert.equal(served.length, 3)
  })

  it('gives one of eight turns to who was passed over', async () => {
    const { clock, served } = race({ perSecond: 1 }, undefined, 'background', ...new Array(9).fill(undefined))
    await settle()
    await clock.advance(20_000)
    assert.equal(
      served.findIndex(one => one.startsWith('background')),
      8,
    )
  })

  it('keeps background work waiting for its turn until its deadline, where clients fill every minute', async () => {
    const { clock, limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', perMinute: 60 })
    for (let one = 0; one < 60; one += 1) {
      await bucket.acquire(callOf())
      await clock.advance(1_000)
    }
    const quiet = bucket.acquire(callOf('background', clock.now() + 10_000))
    let servedAt: number | undefined
    quiet.then(() => {
      servedAt = clock.now()
    })
    for (let one = 0; one < 10; one += 1) {
      bucket.acquire(callOf()).catch(() => undefined)
      bucket.acquire(callOf()).catch(() => undefined)
      await clock.advance(1_000)
    }
    assert.ok(servedAt !== undefined && servedAt <= 70_000, String(servedAt))
  })

  it('is empty again and serves the next one after everybody has left', async () => {
    const { limits } = setUp()
    const bucket = limits.bucket({ key: 'crm', concurrent: 1 })
    for (let round = 0; round < 3; round += 1) {
      const release = await bucket.acquire(callOf())
      const next = bucket.acquire(callOf())
      release()
      ;(await next)()
    }
  })
})
