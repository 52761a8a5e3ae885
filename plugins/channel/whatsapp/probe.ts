import type { Call, PluginContext, Probe } from '../../../core/contract/index.ts'
import { withAdvice } from '../provider/advice.ts'
import type { Graph } from './graph.ts'
import { type DeclaredTemplate, declaredTemplates, parametersOf, type WhatsAppOptions } from './options.ts'
import { webhookOf } from './setup.ts'
import { listAt, textAt } from './wire.ts'

const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'] as const
/** Names that Meta has not refused; a test number has none to be checked. */
const BAD_NAMES: readonly string[] = ['DECLINED', 'EXPIRED', 'PENDING_REVIEW']
/** More templates than this no salon has. */
const MOST_PAGES = 10

/** What keeps the number from working: the token, the number, its account, the declared templates. */
export async function probeWhatsApp(
  context: Pick<PluginContext<WhatsAppOptions>, 'config' | 'clock' | 'instance' | 'publicUrl' | 'error'>,
  graph: Graph,
  call: Call,
): Promise<Probe> {
  const { config, clock, error } = context
  const { phoneNumberId, businessAccountId, accessToken } = config
  const fields = 'display_phone_number,verified_name,name_status,status,webhook_configuration'
  // One after the other: the first that fails names the cause of all later ones.
  const number = await graph.read(phoneNumberId, { fields }, call).catch(cause => {
    throw withAdvice(cause, { error, setting: 'apiUrl' })
  })
  const token = await graph.read('debug_token', { input_token: accessToken }, call)
  const numbers = await graph.read(`${businessAccountId}/phone_numbers`, { fields: 'id', limit: '100' }, call)
  const apps = await graph.read(`${businessAccountId}/subscribed_apps`, {}, call)
  const problems = [
    ...tokenProblems(token, clock.now()),
    ...numberProblems(number),
    ...webhookProblems(number, context),
    ...(listAt(numbers, 'data').some(one => textAt(one, 'id') === phoneNumberId)
      ? []
      : ['the number is not one of the account businessAccountId']),
    ...(listAt(apps, 'data').length > 0 ? [] : ['no app gets the account’s messages: run `aiadmin setup`']),
    ...(await templateProblems(config, graph, call)),
  ]
  const who = `${textAt(number, 'display_phone_number') ?? phoneNumberId} (${textAt(number, 'verified_name') ?? 'no name'})`
  const declared = [...declaredTemplates(config).keys()]
  const said = declared.length > 0 ? `templates for ${declared.join(', ')}` : 'no template is declared'
  return problems.length > 0
    ? { ok: false, summary: `${who}: ${problems.join('; ')}` }
    : { ok: true, summary: `${who}; ${said}` }
}

function tokenProblems(answer: unknown, now: number): readonly string[] {
  const scopes = listAt(answer, 'data', 'scopes')
  const missing = SCOPES.filter(scope => !scopes.includes(scope))
  const expiresAt = Number(textAt(answer, 'data', 'expires_at') ?? 0) * 1_000
  return [
    ...(missing.length > 0 ? [`the access token lacks ${missing.join(' and ')}`] : []),
    ...(expiresAt > 0
      ? [
          `the access token ${expiresAt > now ? 'expires' : 'has expired'} at ${new Date(expiresAt).toISOString()}: take one of a system user that never does`,
        ]
      : []),
  ]
}

function numberProblems(number: unknown): readonly string[] {
  const name = textAt(number, 'name_status') ?? 'NONE'
  const status = textAt(number, 'status') ?? 'CONNECTED'
  return [
    ...(BAD_NAMES.includes(name) ? [`its display name is ${name}`] : []),
    ...(status === 'CONNECTED' ? [] : [`the number is ${status}`]),
  ]
}

/** Meta looks for an address of the number, then of its account, then of the app. */
const ADDRESSES = ['phone_number', 'whatsapp_business_account', 'application'] as const

function webhookProblems(
  number: unknown,
  { instance, publicUrl }: Pick<PluginContext, 'instance' | 'publicUrl'>,
): readonly string[] {
  const [url] = ADDRESSES.flatMap(of => textAt(number, 'webhook_configuration', of) ?? [])
  if (url === undefined)
    return ['no webhook is registered: set server: { publicUrl: https://… }, then run aiadmin setup']
  if (publicUrl === undefined) return []
  const expected = webhookOf({ instance, publicUrl })
  return url === expected ? [] : [`Meta delivers to ${url} and not to ${expected}: run aiadmin setup`]
}

async function templateProblems(config: WhatsAppOptions, graph: Graph, call: Call): Promise<readonly string[]> {
  const declared = declaredTemplates(config)
  if (declared.size === 0) return []
  const known = await readTemplates(config.businessAccountId, graph, call)
  return [...declared].flatMap(([purpose, template]) =>
    template.languages.flatMap(language => {
      const found = known.find(one => textAt(one, 'name') === template.name && textAt(one, 'language') === language)
      const problem = problemOf(found, template)
      return problem === undefined ? [] : [`the template ${template.name} (${language}) for ${purpose} ${problem}`]
    }),
  )
}

function problemOf(found: unknown, template: DeclaredTemplate): string | undefined {
  if (found === undefined) return 'is not in the account'
  const status = textAt(found, 'status')
  if (status !== 'APPROVED') return `is ${status ?? 'without a status'}`
  const body = listAt(found, 'components').find(one => textAt(one, 'type') === 'BODY')
  const wanted = new Set([...(textAt(body, 'text') ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name))
  const given = parametersOf(template).map(({ name }, index) => name ?? String(index + 1))
  const isSame = wanted.size === given.length && given.every(name => wanted.has(name))
  return isSame
    ? undefined
    : `wants the parameters ${[...wanted].join(', ') || 'none'}, declared are ${given.join(', ') || 'none'}`
}

async function readTemplates(account: string, graph: Graph, call: Call): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { fields: 'name,language,status,components', limit: '100', ...(after !== undefined && { after }) }
    const answer = await graph.read(`${account}/message_templates`, query, call)
    rows.push(...listAt(answer, 'data'))
    after = textAt(answer, 'paging', 'next') === undefined ? undefined : textAt(answer, 'paging', 'cursors', 'after')
    if (after === undefined) break
  }
  return rows
}
