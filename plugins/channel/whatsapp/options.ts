import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { OptionFinding, TemplatePurpose } from '../../../core/contract/index.ts'

/** What a template can say, by the name that stands in `parameters`. */
const FACTS = ['client', 'service', 'date', 'time', 'employee', 'price', 'address', 'company', 'phone', 'text'] as const

/** One of them. */
export type Fact = (typeof FACTS)[number]

const OF_VISIT: readonly string[] = ['service', 'date', 'time', 'employee', 'price'] satisfies Fact[]

const id = (description: string) =>
  ({
    type: 'string',
    pattern: '^[0-9]{5,25}$',
    description,
    examples: ['106540352242922'],
  }) as const satisfies JSONSchema

const fact = { enum: FACTS } as const satisfies JSONSchema

const template = (description: string, examples: readonly object[]) =>
  ({
    type: 'object',
    additionalProperties: false,
    required: ['name', 'languages'],
    description,
    examples,
    properties: {
      name: {
        type: 'string',
        pattern: '^[a-z0-9_]{1,512}$',
        description: 'As it is called in the WhatsApp Manager.',
      },
      languages: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', pattern: '^[a-z]{2,3}(_[A-Z]{2,3})?$' },
        description: 'In which it is approved. A client of another language gets the first one.',
      },
      parameters: {
        oneOf: [
          { type: 'array', items: fact },
          {
            type: 'object',
            additionalProperties: fact,
            propertyNames: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
          },
        ],
        default: [],
        description: `What stands for {{1}}, {{2}} … of its body; for parameters with names, what stands for each. One of: ${FACTS.join(', ')}.`,
      },
    },
  }) as const satisfies JSONSchema

/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['accessToken', 'phoneNumberId', 'businessAccountId', 'appSecrets', 'verifyToken'],
  properties: {
    accessToken: {
      type: 'string',
      minLength: 1,
      writeOnly: true,
      description:
        'Token of a system user with the permissions whatsapp_business_messaging and whatsapp_business_management.',
    },
    phoneNumberId: id('The id of the number (not the number itself): WhatsApp → API Setup.'),
    businessAccountId: id('The id of the WhatsApp Business Account, beside the number’s.'),
    appSecrets: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', writeOnly: true },
      description:
        'The app’s secret: App settings → Basic. While it is changed, the old and the new one; an empty one counts as absent.',
    },
    verifyToken: {
      type: 'string',
      minLength: 16,
      writeOnly: true,
      description: 'Your own secret with which Meta makes sure that the webhook is yours. `openssl rand -hex 24`',
    },
    templates: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description:
        'Templates that Meta has approved, by what they are for. Without one nothing can be said 24 hours after the client’s last message.',
      properties: {
        confirmation: template('A visit is booked.', [
          { name: 'visit_booked', languages: ['ru', 'en_US'], parameters: ['client', 'service', 'date', 'time'] },
        ]),
        moved: template('A visit has another time.', [
          { name: 'visit_moved', languages: ['ru'], parameters: { what: 'service', day: 'date', hour: 'time' } },
        ]),
        cancelled: template('A visit is cancelled.', [
          { name: 'visit_cancelled', languages: ['ru'], parameters: ['service', 'date', 'time'] },
        ]),
        're-engagement': template('Anything else: asks the client to write again.', [
          { name: 'write_to_us', languages: ['ru', 'en_US'], parameters: ['company'] },
        ]),
      },
    },
    messagesPerSecond: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      default: 80,
      description: 'What Meta lets the number send: 80, or 20 for one that the WhatsApp Business app uses, too.',
    },
    burstMs: {
      type: 'integer',
      minimum: 0,
      maximum: 4_000,
      default: 1_500,
      description: 'How long the rest of what a client writes in several messages is waited for.',
    },
    version: {
      type: 'string',
      pattern: '^v[0-9]{2,3}\\.[0-9]$',
      default: 'v26.0',
      description: 'Of the Graph API.',
    },
    apiUrl: {
      type: 'string',
      pattern: '^https?://[^/]+$',
      default: 'https://graph.facebook.com',
      description: 'Where the Graph API is.',
      examples: ['https://graph.facebook.com'],
    },
  },
} as const satisfies JSONSchema

/** The options as written, with their defaults. */
export type WhatsAppOptions = FromSchema<typeof configSchema>

/** A template as it is declared. */
export interface DeclaredTemplate {
  name: string
  languages: readonly string[]
  /** By position, or by the template's own names. */
  parameters: readonly Fact[] | Readonly<Record<string, Fact>>
}

/** The declared templates, by purpose. */
export function declaredTemplates({ templates }: WhatsAppOptions): ReadonlyMap<TemplatePurpose, DeclaredTemplate> {
  const declared = new Map<TemplatePurpose, DeclaredTemplate>()
  for (const purpose of ['confirmation', 'moved', 'cancelled', 're-engagement'] as const) {
    const template = templates[purpose]
    if (template) declared.set(purpose, template)
  }
  return declared
}

/** The facts of a template with the names of their parameters, in order; no names where it counts them. */
export function parametersOf({ parameters }: DeclaredTemplate): readonly { fact: Fact; name?: string }[] {
  if (isList(parameters)) return parameters.map(fact => ({ fact }))
  return Object.entries(parameters).map(([name, fact]) => ({ fact, name }))
}

function isList(parameters: DeclaredTemplate['parameters']): parameters is readonly Fact[] {
  return Array.isArray(parameters)
}

/** Finds secrets that are too weak, and a re-engagement that speaks of a visit which nobody may have. */
export function checkConfig(config: WhatsAppOptions): readonly OptionFinding[] {
  const findings: OptionFinding[] = []
  const secrets = config.appSecrets.filter(secret => secret !== '')
  if (secrets.length === 0)
    findings.push({
      path: ['appSecrets'],
      message: 'no secret is set',
      hint: 'Meta: App settings → Basic → App secret',
    })
  const again = declaredTemplates(config).get('re-engagement')
  const ofVisit = again ? parametersOf(again).filter(({ fact }) => OF_VISIT.includes(fact)) : []
  for (const { fact } of ofVisit)
    findings.push({
      path: ['templates', 're-engagement', 'parameters'],
      message: `${fact} is a fact of a visit, and this template is sent without one`,
      hint: 'use company, phone, address or text',
    })
  return findings
}
