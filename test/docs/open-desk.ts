import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { checkConfig } from '../../config/check.ts'
import { createDeskLoader } from '../../core/cli/desk-file.ts'
import { systemClock } from '../../core/clock.ts'
import type { Clock } from '../../core/contract/index.ts'
import { createRuntime } from '../../core/runtime.ts'

/** The machine's clock as if it had been set to this time when the desk was started. */
function clockFrom(start: string): Clock {
  const ahead = Date.parse(start) - Date.now()
  return { ...systemClock, now: () => Date.now() + ahead }
}

interface Given {
  env?: Readonly<Record<string, string>>
  /** Beside `aiadmin.yaml`, by name. */
  files?: Readonly<Record<string, string>>
  /** When it is; now when left out. */
  at?: string
}

/** Starts a whole desk of this `aiadmin.yaml` on a free port of 127.0.0.1. */
export async function openDesk(
  yaml: string,
  { env = {}, files = {}, at }: Given = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'aiadmin-docs-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const file = join(folder, 'aiadmin.yaml')
  const { config, findings } = await checkConfig({ file, text: yaml, env, loader: createDeskLoader() })
  if (!config) throw new Error(findings.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  const runtime = await createRuntime({
    config: { ...config, server: { ...config.server, host: '127.0.0.1', port: 0 } },
    log: pino({ level: 'silent' }),
    env,
    dataFolder: join(folder, 'data'),
    version: 'test',
    ...(at === undefined ? {} : { clock: clockFrom(at) }),
  })
  const url = await runtime.start()
  return {
    url: url ?? '',
    async close() {
      await runtime.stop()
      await rm(folder, { recursive: true })
    },
  }
}
