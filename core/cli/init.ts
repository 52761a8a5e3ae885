import { stat, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkConfig } from '../../config/check.ts'
import { isCurrency, isTimeZone } from '../../config/places.ts'
import { adviseTimeZone } from '../../config/time-zone-advice.ts'
import { appFolder, createDeskLoader, showFindings } from './desk-file.ts'
import { askOwner, guessFor } from './init-questions.ts'
import { type FirstAnswers, writeFirstConfig } from './init-template.ts'
import { EXIT, type Io, UsageError } from './io.ts'
import { withFile } from './named-file.ts'

/** `aiadmin init`: writes a first configuration, and checks it. Never touches one that is there. */
export async function runInit(args: readonly string[], io: Io): Promise<number> {
  const option = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: option,
      locale: option,
      timezone: option,
      currency: option,
      phone: option,
      address: option,
      brain: option,
    },
  })
  const file = resolve(io.cwd, positionals[0] ?? 'aiadmin.yaml')
  const shown = relative(io.cwd, file) || file
  const commands = commandsFor(shown, io)
  if (await exists(file)) {
    io.stderr.write(`aiadmin: ${shown} is already there and stays as it is; to check it, run: ${commands.check}\n`)
    return EXIT.failure
  }
  if (values.name === undefined && !io.isInteractive) {
    throw new UsageError('nobody can be asked here: give at least --name')
  }
  const answers = values.name === undefined ? await askOwner(io) : readAnswers({ ...values, name: values.name })
  if (!answers) return EXIT.failure

  // `wx`: another process may have been faster, and its file must not be lost.
  const text = writeFirstConfig(answers, { schema: await findSchema(dirname(file)), commands })
  await withFile(shown, io, () => writeFile(file, text, { flag: 'wx' }))
  io.stdout.write(`wrote ${shown}\n`)
  const result = await checkConfig({ file, env: io.env, loader: createDeskLoader() })
  if (result.findings.length > 0) io.stdout.write(`\n${showFindings(result, io)}`)
  io.stdout.write(`next: ${result.config ? '' : 'mend what is listed above, then '}${commands.start}\n`)
  return EXIT.ok
}

/** In a clone nobody has the command on the path: npm brings it, and wants `--` before what is not its own. */
function commandsFor(file: string, { cwd, env }: Io): { check: string; start: string } {
  const isClone = env['npm_lifecycle_event'] === 'aiadmin' || resolve(cwd) === resolve(appFolder)
  const named = file === 'aiadmin.yaml' ? '' : ` ${file.includes(' ') ? JSON.stringify(file) : file}`
  if (!isClone) return { check: `aiadmin check${named}`, start: `aiadmin start${named}` }
  return { check: `npm run aiadmin -- check${named}`, start: `npm start${named && ` --${named}`}` }
}

interface Flags {
  name: string
  locale?: string | undefined
  timezone?: string | undefined
  currency?: string | undefined
  phone?: string | undefined
  address?: string | undefined
  brain?: string | undefined
}

function readAnswers({
  name,
  locale = 'ru',
  timezone,
  currency,
  phone = '',
  address = '',
  brain = 'rules',
}: Flags): FirstAnswers {
  if (name.trim() === '') throw new UsageError('--name must not be empty')
  if (locale !== 'ru' && locale !== 'en') throw new UsageError(`--locale is ru or en, not ${locale}`)
  if (brain !== 'rules' && brain !== 'gemini') throw new UsageError(`--brain is rules or gemini, not ${brain}`)
  const guess = guessFor(locale)
  const zone = timezone ?? guess.timezone
  const money = currency ?? guess.currency
  if (!isTimeZone(zone)) throw new UsageError(`--timezone: there is no time zone ${zone}; ${adviseTimeZone(zone)}`)
  if (!isCurrency(money)) throw new UsageError(`--currency: there is no currency ${money}`)
  return { name, locale, brain, timezone: zone, currency: money, phone, address }
}

/** The schema for editors, as it is found from the folder of the new file. */
async function findSchema(folder: string): Promise<string | undefined> {
  for (const path of ['./config/aiadmin.schema.json', './node_modules/aiadmin/dist/config/aiadmin.schema.json']) {
    if (await exists(resolve(folder, path))) return path
  }
  return undefined
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
