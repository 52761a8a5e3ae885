import { readFile as readFileFromDisk } from 'node:fs/promises'
import { dirname } from 'node:path'
import { checkCompany } from './company.ts'
import type { DeskConfig, ServerConfig } from './desk-config.ts'
import { checkDialog } from './dialog.ts'
import { type Environment, type ReadFile, readEnvironment } from './environment.ts'
import type { Finding, Problem } from './finding.ts'
import { checkInstances, freeze } from './instances.ts'
import { originOf } from './network.ts'
import type { PluginLoader } from './plugin-loader.ts'
import { problems } from './problems.ts'
import { reasonOf, resolveReferences } from './references.ts'
import { createReport } from './report.ts'
import { type DeskBlock, deskSchema } from './schema/desk.ts'
import { type ServerBlock, serverSchema } from './schema/server.ts'
import { parseSource } from './source.ts'
import { checkTexts } from './texts.ts'
import { createSchemaCompiler } from './validator.ts'
import { type CheckedFile, checkValue, isRecord } from './value-check.ts'
import { nameType } from './value-words.ts'

/** What a check is made of. */
export interface CheckRequest {
  /** The path of `aiadmin.yaml`; findings name it as it is given. */
  file: string
  /** The file's text, when it need not be read. */
  text?: string
  env: Environment
  loader: PluginLoader
  readFile?: ReadFile
}

/** What a check found out. */
export interface CheckResult {
  /** Only when there is no finding but warnings. */
  config?: DeskConfig
  /** All of them, in the order of the file. */
  findings: readonly Finding[]
  /** What was checked, for showing lines of it. */
  text: string
  /** The environment with `.env` beside the file; the rest of the program goes by it, too. */
  env: Environment
}

/** Reads and checks the whole configuration, loading every plugin that it names. Throws for no mistake of an operator. */
export async function checkConfig(request: CheckRequest): Promise<CheckResult> {
  const { file, loader, readFile = readFileFromDisk } = request
  const folder = dirname(file)
  const [read, env] = await Promise.all([
    request.text === undefined ? readText(file, readFile) : { text: request.text },
    readEnvironment({ folder, env: request.env, readFile }),
  ])
  if ('problem' in read) {
    return { findings: [{ ...read.problem, file, line: 1, column: 1, length: 1, path: '' }], text: '', env }
  }

  const { text } = read
  const source = parseSource(text)
  const report = createReport(file, source)
  const compile = createSchemaCompiler({ isOurs: true })
  const { value, references } = await resolveReferences({ value: source.value, env, folder, readFile, report })
  if (!isRecord(value)) {
    if (report.findings().length === 0) {
      report.add(
        [],
        value === null || value === undefined ? problems.emptyFile() : problems.notABlock({ found: nameType(value) }),
      )
    }
    return { findings: report.findings(), text, env }
  }

  const checked: CheckedFile = { source, report, references }
  const root = Object.fromEntries(Object.entries(value).filter(([, section]) => section !== null))
  const block = checkValue<DeskBlock>(checked, { schema: compile<DeskBlock>(deskSchema), value: root, path: [] })
  const server = checkValue<ServerBlock>(checked, {
    schema: compile<ServerBlock>(serverSchema),
    value: root['server'] ?? {},
    path: ['server'],
  })
  const { company, files } =
    (root['company'] === undefined
      ? undefined
      : await checkCompany(root['company'], compile, { file: checked, folder, readFile })) ?? {}
  const instances = await checkInstances(root, { file: checked, folder, loader, compile, company })
  const dialog = await checkDialog(checked, root['dialog'] ?? {}, compile)
  const texts = await checkTexts(checked, root['texts'] ?? {}, { compile, plugins: instances.plugins })

  const { crm, journal, sessions, llm, channels } = instances
  const isSound = !report.findings().some(finding => finding.severity === 'error')
  if (!isSound || !block || !server || !company || !files || !dialog || !crm || !journal) {
    return { findings: report.findings(), text, env }
  }
  const config: DeskConfig = {
    version: 1,
    business: block.business ?? 'default',
    company,
    files,
    server: normaliseServer(server),
    llm,
    crm,
    storage: { journal, ...(sessions ? { sessions } : {}) },
    channels,
    dialog,
    texts,
    retention: {
      messagesDays: block.retention?.messagesDays ?? 365,
      providerIdsDays: block.retention?.providerIdsDays ?? 14,
    },
    rereads: {
      everyHours: block.rereads?.everyHours ?? 6,
      soonEveryMinutes: block.rereads?.soonEveryMinutes ?? 60,
      perMinute: block.rereads?.perMinute ?? 10,
    },
    logLevel: block.log?.level ?? 'info',
  }
  return { config: freezeConfig(config), findings: report.findings(), text, env }
}

async function readText(file: string, readFile: ReadFile): Promise<{ text: string } | { problem: Problem }> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    return { problem: problems.fileUnreadable({ file, reason: reasonOf(error) }) }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: problems.notUtf8() }
  }
}

function normaliseServer({ publicUrl, ...server }: ServerBlock): ServerConfig {
  const { host = '0.0.0.0', port = 8000, trustProxy = false, origins = [] } = server
  const { bodyLimitBytes = 262_144, requestsPerMinute = 300 } = server
  // Paths are joined to it with a slash of their own.
  const url = publicUrl?.replace(/\/+$/, '')
  return {
    host,
    port,
    trustProxy,
    // As browsers send them, and as headers can hold them: a name in Cyrillic as Punycode.
    origins: [...new Set(origins.map(origin => originOf(origin) ?? origin))],
    bodyLimitBytes,
    requestsPerMinute,
    ...(url ? { publicUrl: url } : {}),
  }
}

/** All but the plugins, which are other people's objects. */
function freezeConfig(config: DeskConfig): DeskConfig {
  const { company, files, server, dialog, texts, retention, rereads } = config
  for (const part of [company, files, server, dialog, texts, retention, rereads]) freeze(part)
  return Object.freeze(config)
}
