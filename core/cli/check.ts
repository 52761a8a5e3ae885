import { parseArgs } from 'node:util'
import { summarise } from '../../config/format.ts'
import { printConfig } from '../../config/print.ts'
import { checkDeskFile, showFindings } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'

/** `aiadmin check`: prints all findings, or what takes effect. */
export async function runCheck(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { print: { type: 'boolean' }, json: { type: 'boolean' } },
  })
  const checked = await checkDeskFile({ argument: positionals[0] }, io)
  if (!checked) return EXIT.config
  const { config, findings, file } = checked
  if (values.json) io.stdout.write(`${JSON.stringify({ ok: config !== undefined, file, findings }, undefined, 2)}\n`)
  else if (findings.length > 0) (config ? io.stderr : io.stdout).write(showFindings(checked, io))
  else if (!values.print) io.stdout.write(`${file}: ${summarise(findings)}\n`)
  if (values.print && config && !values.json) io.stdout.write(printConfig(config))
  return config ? EXIT.ok : EXIT.config
}
