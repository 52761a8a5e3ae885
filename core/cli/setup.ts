import { parseArgs } from 'node:util'
import { newId } from '../journal/ids.ts'
import { createMask } from '../log.ts'
import { secretsOf } from '../secrets.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { openRuntime } from './run-desk.ts'

const SETUP_WITHIN_MS = 30_000

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
  const tasks: (readonly [string, (url: string) => Promise<{ summary: string }>])[] = channels.flatMap(
    ({ configured, channel }) =>
      channel.setup
        ? [[configured.instance, async url => channel.setup?.({ publicUrl: url }, call) ?? { summary: '' }] as const]
        : [],
  )
  const { changes } = crm
  if (changes?.setup) {
    const secret = newId() + newId()
    const register = async (url: string) => changes.setup?.({ publicUrl: url, secret }, call) ?? { summary: '' }
    tasks.push([config.crm.instance, register])
  }

  let failures = 0
  if (tasks.length === 0) io.stdout.write('Nothing to register: no configured plugin has webhooks with a provider.\n')
  else if (!publicUrl) {
    io.stderr.write('aiadmin: providers must know where to call: set server: { publicUrl: https://… }\n')
    failures = 1
  } else
    for (const [instance, task] of tasks) {
      try {
        const { summary } = await task(publicUrl)
        io.stdout.write(`  ok    ${instance}: ${mask(summary)}\n`)
      } catch (error) {
        failures += 1
        const reason = error instanceof Error ? error.message : String(error)
        io.stdout.write(`  FAIL  ${instance}: ${mask(reason)}\n`)
      }
    }
  await runtime.stop()
  return failures === 0 ? EXIT.ok : EXIT.failure
}
