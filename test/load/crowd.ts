import assert from 'node:assert/strict'
import { stringify } from 'yaml'
import { checkConfig } from '../../config/check.ts'
import { createDeskLoader } from '../../core/cli/desk-file.ts'
import { channelNamed, openRuntime } from '../core/runtime/open-runtime.ts'
import { createMovingClock } from '../moving-clock.ts'
import { company, MONDAY, salonConfig } from '../support/running-desk/salon.ts'
import type { CrmOfSeven, KeptVisit } from '../support/seven-crms.ts'
import { until } from '../support/until.ts'
import { createMessenger, type Ending, type Experience, tryToBook } from './client.ts'
import { type Traffic, watchTraffic } from './traffic.ts'

/** What a crowd did to a CRM. */
export interface CrowdReport {
  crm: CrmOfSeven
  clients: readonly Experience[]
  count(ending: Ending): number
  /** What the provider keeps now. */
  visits: readonly KeptVisit[]
  traffic: Pick<Traffic, 'begun' | 'mostAtOnce' | 'mostWithin'>
  violations: number
  longestWaitMs: number
  /** On the desk's clock. */
  tookMs: number
  /** How many times there were to be had. */
  times: number
}

/** Nobody shall wait longer for a word. */
const LONGEST_SILENCE_MS = 60_000

/** Nobody waits longer; who still does has been forgotten. */
const PATIENCE_MS = 3_600_000
const HOURS = 7
const FIRST_HOUR = 10

/** So many times of one employee, at full hours from Tuesday on. */
function timesToWant(count: number): readonly { day: number; time: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    day: 24 + Math.floor(index / HOURS),
    time: `${FIRST_HOUR + (index % HOURS)}:00`,
  }))
}

/**
 * A whole desk with the rules brain on one CRM's stand-in, and a crowd that writes at the same moment: each client wants
 * one of a few times and gives up when it is gone. The desk, the plugin's limits and the provider's own counting go by one
 * clock, which is moved on whenever nothing else happens.
 */
export async function letCrowdBook(crm: CrmOfSeven, { clients = 60, times = 20 } = {}): Promise<CrowdReport> {
  let now = () => Date.parse(MONDAY)
  const traffic = watchTraffic(() => now())
  const clock = createMovingClock(MONDAY, traffic.quiet)
  now = clock.now
  const opened = await crm.open({ now })
  const messenger = createMessenger()
  const { config } = await checkConfig({
    file: 'aiadmin.yaml',
    text: stringify(salonConfig({ crm: opened.block, company: company(opened.company) })),
    env: { API_KEY: 'test-key-of-32-characters-000000' },
    loader: createDeskLoader(),
  })
  assert.ok(config)
  const desk = await openRuntime({ ...config, channels: [channelNamed('chat', () => messenger.channel)] }, { clock })
  try {
    await clock.drive(desk.runtime.start({ listen: false }))
    await until(() => messenger.desk !== undefined)
    const startedAt = now()
    const wanted = timesToWant(times)
    const crowd = Array.from({ length: clients }, (_, index) => {
      const { day, time } = wanted[index % times] ?? { day: 24, time: '10:00' }
      return tryToBook(
        messenger,
        {
          address: `client-${index}`,
          words: `${crm.service.en} with ${crm.employee.en} on ${day} November at ${time}`,
          time,
          name: `Vera${String.fromCharCode(97 + (index % 26))}`,
          phone: `+7916${String(1_000_000 + index)}`,
        },
        now,
      )
    })
    const experiences = await clock.drive(Promise.all(crowd), startedAt + PATIENCE_MS)
    return {
      crm,
      clients: experiences,
      count: ending => experiences.filter(one => one.ending === ending).length,
      visits: opened.visits(),
      traffic: {
        begun: traffic.begun,
        mostAtOnce: traffic.mostAtOnce,
        mostWithin: traffic.mostWithin,
      },
      violations: opened.violations(),
      longestWaitMs: Math.max(...experiences.map(one => one.longestWaitMs)),
      tookMs: now() - startedAt,
      times,
    }
  } finally {
    traffic.end()
    await desk.close()
    await opened.close()
  }
}

/** What was not as it must be, in sentences; nothing when all is well. */
export function faultsOf(report: CrowdReport): readonly string[] {
  const { clients, count, visits, violations, longestWaitMs, times } = report
  const served = clients.filter(({ ending }) => ending === 'booked' || ending === 'requested')
  const live = visits.filter(({ isLive }) => isLive)
  const places = new Set(live.map(({ start, employee }) => `${start} ${employee}`))
  const phones = live.map(({ phone }) => phone)
  const lost = served.filter(({ phone }) => phones.filter(one => one === phone).length !== 1)
  return [
    ...(violations > 0 ? [`${violations} requests were beyond the provider's limit`] : []),
    ...(live.length > times ? [`${live.length} visits for ${times} times`] : []),
    ...(places.size < live.length ? ['one time was given to two clients'] : []),
    ...(live.length !== served.length
      ? [`${served.length} clients were told a visit and ${live.length} are kept`]
      : []),
    ...lost.map(({ phone }) => `the visit of ${phone} is not in the provider's records exactly once`),
    ...(served.length === 0 ? ['nobody was served'] : []),
    ...(served.length + count('offered others') + count('told busy') < clients.length
      ? ['somebody was told nothing']
      : []),
    ...(longestWaitMs > LONGEST_SILENCE_MS ? [`somebody waited ${longestWaitMs / 1_000} s without a word`] : []),
  ]
}
