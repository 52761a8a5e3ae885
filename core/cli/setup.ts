import { parseArgs } from 'node:util'
import type { Lifecycle } from '../contract/index.ts'
import { newId } from '../journal/ids.ts'
import { createMask } from '../log.ts'
import { secretsOf } from '../secrets.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { probe } from './probe.ts'
import { openRuntime } from './run-desk.ts'

const SETUP_WITHIN_MS = 30_000

interface Task {
  instance: string
  /** Where its settings stand in `aiadmin.yaml`. */
  settings: string
  service: Pick<Lifecycle, 'probe'>
  register(publicUrl: string): Promise<{ summary: string } | undefined>
}

/** Why a provider did not take the webhook, and which setting to look at: what `doctor` finds tells it best. */
async function whyNot(error: unknown, { settings, service }: Task): Promise<string> {
  const reason = error instanceof Error ? error.message : String(error)
  const { ok, summary } = await probe(service)
  const said = ok || summary === reason ? reason : `${reason}; ${summary}`
  return said.includes(`${settings}.`) ? said : `${said}; look at ${settings}`
}

/** `aiadmin setup [file]`: registers the webhooks of the channels and of the CRM with their providers. */
export async function runSetup(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const desk = await openDesk({ argument: positionals[0] }, io)
  if ('exitCode' in desk) return desk.exitCode
  const { config } = desk
  const runtime = await openRuntime(desk, io, { logLevel: 'silent' })
  if ('exitCode' in runtime) return runtime.exitCode
  const { crm, channels } = runtime.instances
  const { publicUrl } = config.server
  const mask = createMask(secretsOf(config))
  const call = { signal: AbortSignal.timeout(SETUP_WITHIN_MS), deadline: Date.now() + SETUP_WITHIN_MS }
  const tasks: Task[] = channels.flatMap(({ configured: { instance }, channel }) =>
    channel.setup
      ? [
          {
            instance,
            settings: `channels.${instance}.with`,
            service: channel,
            register: async publicUrl => channel.setup?.({ publicUrl }, call),
          },
        ]
      : [],
  )
  const { changes } = crm
  if (changes?.setup) {
    const secret = newId() + newId()
    tasks.push({
      instance: config.crm.instance,
      settings: 'crm.with',
      service: crm,
      register: async publicUrl => changes.setup?.({ publicUrl, secret }, call),
    })
  }

  let failures = 0
  if (tasks.length === 0) io.stdout.write('Nothing to register: no configured plugin has webhooks with a provider.\n')
  else if (!publicUrl) {
    io.stderr.write('aiadmin: providers must know where to call: set server: { publicUrl: https://… }\n')
    failures = 1
  } else
    for (const task of tasks) {
      try {
        const { summary = '' } = (await task.register(publicUrl)) ?? {}
        io.stdout.write(`  ok    ${task.instance}: ${mask(summary)}\n`)
      } catch (error) {
        failures += 1
        io.stdout.write(`  FAIL  ${task.instance}: ${mask(await whyNot(error, task))}\n`)
      }
    }
  await runtime.stop()
  return failures === 0 ? EXIT.ok : EXIT.failure
}
