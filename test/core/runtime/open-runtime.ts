import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { stringify } from 'yaml'
import { checkConfig } from '../../../config/check.ts'
import type { ConfiguredInstance, DeskConfig } from '../../../config/desk-config.ts'
import { createDeskLoader } from '../../../core/cli/desk-file.ts'
import type {
  ChannelInstance,
  ChannelPlugin,
  LlmInstance,
  LlmPlugin,
  PluginContext,
} from '../../../core/contract/index.ts'
import type { Reach } from '../../../core/ledger/fail-points.ts'
import { createRuntime, type Runtime } from '../../../core/runtime.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { salonConfig } from '../../support/running-desk/salon.ts'

const configSchema = { type: 'object', additionalProperties: false, properties: {} } as const

/** A channel that stands in the configuration, made by the test. */
export function channelNamed(
  instance: string,
  create: (context: PluginContext) => ChannelInstance,
): ConfiguredInstance<ChannelPlugin> {
  const plugin: ChannelPlugin = { kind: 'channel', apiVersion: 1, name: instance, configSchema, create }
  return { instance, kind: 'channel', use: `./${instance}.ts`, plugin, config: {} }
}

/** A brain that stands in the configuration, made by the test. */
export function brainNamed(
  instance: string,
  create: (context: PluginContext) => LlmInstance,
): ConfiguredInstance<LlmPlugin> {
  const plugin: LlmPlugin = { kind: 'llm', apiVersion: 1, name: instance, configSchema, create }
  return { instance, kind: 'llm', use: `./${instance}.ts`, plugin, config: {} }
}

/** A brain that answers each request with what `answer` says. */
export function speaking(answer: (asked: number) => string | Promise<string>): ConfiguredInstance<LlmPlugin> {
  let asked = 0
  return brainNamed('brain', () => ({
    capabilities: { media: [] },
    async *generate() {
      asked += 1
      yield { type: 'text' as const, delta: await answer(asked) }
      yield { type: 'end' as const, reason: 'stop' as const }
    },
  }))
}

/** The small salon's configuration with some blocks replaced by what the test made. */
export async function salon(changes: Partial<DeskConfig> = {}): Promise<DeskConfig> {
  const { config } = await checkConfig({
    file: 'aiadmin.yaml',
    text: stringify(salonConfig({})),
    env: { API_KEY: 'test-key-of-32-characters-000000' },
    loader: createDeskLoader(),
  })
  assert.ok(config)
  return { ...config, ...changes }
}

/** A runtime with its data in a folder of its own, not started. */
export interface OpenedRuntime {
  runtime: Runtime
  clock: MovingClock
  folder: string
  /** Lines of its log. */
  lines: { level: number; msg: string; instance?: string }[]
  /** Stops it and removes its folder, unless that was given. */
  close(): Promise<void>
}

/** Makes one. */
export async function openRuntime(
  config: DeskConfig,
  options: { folder?: string; clock?: MovingClock; reach?: Reach } = {},
): Promise<OpenedRuntime> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'aiadmin-runtime-'))
  const clock = options.clock ?? createMovingClock('2026-11-23T09:00:00+03:00')
  const lines: OpenedRuntime['lines'] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const { reach } = options
  const runtime = await createRuntime({
    config,
    log,
    env: {},
    dataFolder: folder,
    version: '1.2.3',
    clock,
    ...(reach && { reach }),
  })
  return {
    runtime,
    clock,
    folder,
    lines,
    async close() {
      await runtime.stop()
      if (!options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}
