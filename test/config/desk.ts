import { join } from 'node:path'
import { type CheckResult, checkConfig } from '../../config/check.ts'
import type { DeskConfig } from '../../config/desk-config.ts'
import { createPluginLoader } from '../../core/plugins/load.ts'
import { builtIns } from '../fixtures/plugins/built-ins.ts'

/** The least that a desk needs, for what a test does not care about. */
export const company = 'company: { name: Demo Salon, timezone: Europe/Moscow, locale: ru, currency: RUB }'

interface Given {
  env?: Readonly<Record<string, string>>
  /** Files beside `aiadmin.yaml`, by name. */
  files?: Readonly<Record<string, string>>
}

/** Checks a text as if it stood in `/desk/aiadmin.yaml`, with the plugins of the fixtures as built-ins. */
export async function check(text: string, { env = {}, files = {} }: Given = {}): Promise<CheckResult> {
  const loader = createPluginLoader({ builtIns, appFolder: import.meta.dirname })
  const readFile = async (path: string): Promise<Uint8Array> => {
    const content = Object.entries(files).find(([name]) => join('/desk', name) === path)?.[1]
    if (content === undefined) throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' })
    return Buffer.from(content)
  }
  return checkConfig({ file: '/desk/aiadmin.yaml', text, env, loader, readFile })
}

/** The configuration of a text that has no errors. */
export async function configOf(text: string, given?: Given): Promise<DeskConfig> {
  const { config, findings } = await check(text, given)
  if (!config) throw new Error(`the configuration has errors: ${findings.map(finding => finding.message).join('; ')}`)
  return config
}

/** The codes of all findings, in the order of the file. */
export async function codesOf(text: string, given?: Given): Promise<readonly string[]> {
  return (await check(text, given)).findings.map(finding => finding.code)
}
