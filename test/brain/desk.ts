import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { stringify } from 'yaml'
import { checkConfig } from '../../config/check.ts'
import type { DeskConfig } from '../../config/desk-config.ts'
import { createDeskLoader } from '../../core/cli/desk-file.ts'
import type { CrmInstance, Desk, LlmPlugin, Locale } from '../../core/contract/index.ts'
import { FALSEHOOD } from '../../core/dialog/model-text.ts'
import { createRuntime } from '../../core/runtime.ts'
import { channelNamed } from '../core/runtime/open-runtime.ts'
import { createScriptedChannel } from '../fakes/scripted-channel.ts'
import { createMovingClock, type MovingClock } from '../moving-clock.ts'
import type { Dialog } from './dialog.ts'
import { salonYaml } from './salon.ts'

/** How long the brain thought, in milliseconds of this thread (another program's work does not count): one entry an answer, however many steps that took. */
export interface Stopwatch {
  answers: number[]
  /** Ends an answer. */
  lap(): void
}

/** Desks for dialogs, one after the other; what they have in common is checked once. */
export interface Desks {
  stopwatch: Stopwatch
  /** How often what the brain said was not so. */
  falsehoods(): number
  /** Opens one whose clock stands at `at`. */
  open(dialog: Dialog, at: string): Promise<OpenedDesk>
  close(): void
}

/** The whole product in this process with one conversation's worth of data. */
export interface OpenedDesk {
  desk: Desk
  crm: CrmInstance
  clock: MovingClock
  close(): Promise<void>
}

/** Opens none yet. */
export function createDesks(): Desks {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-brain-'))
  const usual = new Map<Locale, Promise<DeskConfig>>()
  let thought = 0
  let falsehoods = 0
  const level = process.env['TEST_LOG']
  const log = pino(
    { level: level ?? 'warn' },
    {
      write(line: string) {
        if (line.includes(FALSEHOOD)) falsehoods += 1
        if (level !== undefined) process.stdout.write(line)
      },
    },
  )
  const stopwatch: Stopwatch = {
    answers: [],
    lap() {
      if (thought > 0) stopwatch.answers.push(thought)
      thought = 0
    },
  }
  const note = (ms: number) => {
    thought += ms
  }

  function configOf({ locale, closed, off }: Dialog): Promise<DeskConfig> {
    if (closed || off) return checked(locale, { ...(closed && { closed }), ...(off && { off }) })
    const known = usual.get(locale) ?? checked(locale, {})
    usual.set(locale, known)
    return known
  }

  return {
    stopwatch,
    falsehoods: () => falsehoods,
    async open(dialog, at) {
      const clock = createMovingClock(at)
      const config = await configOf(dialog)
      const channel = createScriptedChannel({ verifiesPhone: true, delivery: 'stored' })
      const before = dialog.begun ? [modelThatGoesDown(dialog.begun)] : []
      const runtime = await createRuntime({
        config: {
          ...config,
          llm: [...before, ...config.llm.map(one => ({ ...one, plugin: timed(one.plugin, note) }))],
          channels: [channelNamed('chat', () => channel)],
        },
        env: {},
        log,
        dataFolder: folder,
        version: '1.2.3',
        clock,
      })
      await runtime.start({ listen: false })
      while (channel.desk === undefined) await new Promise(resolve => setImmediate(resolve))
      return { desk: channel.desk, crm: runtime.instances.crm, clock, close: () => runtime.stop() }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function checked(locale: Locale, exceptions: Parameters<typeof salonYaml>[1]): Promise<DeskConfig> {
  const text = stringify(salonYaml(locale, exceptions))
  const { config, findings } = await checkConfig({ file: 'aiadmin.yaml', text, env: {}, loader: createDeskLoader() })
  if (!config) throw new Error(findings.map(({ message }) => message).join('\n'))
  return config
}

/** The brain with its thinking timed; waiting for core between its events does not count. */
function timed(plugin: LlmPlugin, note: (ms: number) => void): LlmPlugin {
  return {
    ...plugin,
    create(context) {
      const instance = plugin.create(context)
      return {
        ...instance,
        async *generate(request, call) {
          const events = instance.generate(request, call)[Symbol.asyncIterator]()
          for (;;) {
            const began = process.threadCpuUsage()
            const { value, done } = await events.next()
            const { user, system } = process.threadCpuUsage(began)
            note((user + system) / 1000)
            if (done) return
            yield value
          }
        },
      }
    },
  }
}

const configSchema = { type: 'object', additionalProperties: false, properties: {} } as const

/** A model that answers the first messages with these texts and nothing afterwards. */
function modelThatGoesDown(answers: readonly string[]): DeskConfig['llm'][number] {
  const left = [...answers]
  const plugin: LlmPlugin = {
    kind: 'llm',
    apiVersion: 1,
    name: 'other-model',
    configSchema,
    create: ({ error }) => ({
      capabilities: { media: [] },
      async *generate() {
        const delta = left.shift()
        if (delta === undefined) throw error('unavailable', 'the other model is down')
        yield { type: 'text', delta }
        yield { type: 'end', reason: 'stop' }
      },
    }),
  }
  return { instance: 'other', kind: 'llm', use: './other.ts', plugin, config: {} }
}
