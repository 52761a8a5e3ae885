import type { Kind } from '../core/contract/index.ts'
import type { AnyPlugin } from './desk-config.ts'
import { companySchema } from './schema/company.ts'
import {
  channelsSchema,
  deskSchema,
  INSTANCE_NAME,
  instanceSchema,
  llmSchema,
  storageSchema,
  textsSchema,
} from './schema/desk.ts'
import { dialogSchema } from './schema/dialog.ts'
import { serverSchema } from './schema/server.ts'
import { isRecord } from './value-check.ts'

/** A JSON Schema as plain data. */
export type SchemaData = Record<string, unknown>

const DEFINITION_OF_REFERENCE = 'reference'

/** One JSON Schema of the whole `aiadmin.yaml` for editors: the core's and that of each built-in's options. */
export function composeSchema(plugins: readonly AnyPlugin[]): SchemaData {
  const options = plugins.map(plugin => [definitionOf(plugin), embed(plugin)] as const)
  const { properties, required } = deskSchema
  const instances = (section: object, kind: Kind) => ({
    ...section,
    propertyNames: { pattern: INSTANCE_NAME },
    additionalProperties: instanceOf(kind, plugins),
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'aiadmin.yaml',
    description: 'The configuration of an AI-Admin front desk.',
    type: 'object',
    properties: {
      ...Object(withReferences(properties)),
      company: withReferences(companySchema),
      server: withReferences(serverSchema),
      llm: instances(llmSchema, 'llm'),
      crm: {
        ...instanceOf('crm', plugins),
        description: 'The book of visits: where services, employees and bookings are.',
      },
      storage: {
        ...storageSchema,
        properties: {
          journal: { ...instanceOf('storage', plugins), description: storageSchema.properties.journal.description },
          sessions: { ...instanceOf('storage', plugins), description: storageSchema.properties.sessions.description },
        },
      },
      channels: instances(channelsSchema, 'channel'),
      dialog: withReferences(dialogSchema),
      texts: {
        ...textsSchema,
        properties: {
          ru: { ...textsSchema.properties.ru, additionalProperties: { type: ['string', 'object'] } },
          en: { ...textsSchema.properties.en, additionalProperties: { type: ['string', 'object'] } },
        },
      },
    },
    required,
    additionalProperties: false,
    $defs: {
      [DEFINITION_OF_REFERENCE]: {
        type: 'string',
        pattern: '\\$\\{',
        description: `A reference: \${NAME}, \${NAME:-default} or \${file:/path}.`,
      },
      ...Object.fromEntries(options),
    },
  }
}

function definitionOf({ kind, name }: AnyPlugin): string {
  return `${kind}-${name}`
}

function instanceOf(kind: Kind, plugins: readonly AnyPlugin[]): SchemaData {
  const ofKind = plugins.filter(plugin => plugin.kind === kind)
  const { properties } = instanceSchema
  return {
    ...instanceSchema,
    properties: {
      use: {
        description: properties.use.description,
        anyOf: [
          ...ofKind.map(({ name, description }) => ({ const: name, ...(description ? { description } : {}) })),
          {
            type: 'string',
            pattern: '^(npm:|\\.{0,2}/)',
            description: 'An installed package, or a file beside this one.',
          },
        ],
      },
      with: properties.with,
    },
    allOf: ofKind.map(plugin => ({
      if: { properties: { use: { const: plugin.name } }, required: ['use'] },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema; nobody awaits a schema.
      then: {
        properties: { with: { $ref: `#/$defs/${definitionOf(plugin)}` } },
        ...(needsOptions(plugin) ? { required: ['with'] } : {}),
      },
    })),
  }
}

function needsOptions(plugin: AnyPlugin): boolean {
  const { required } = Object(plugin.configSchema)
  return Array.isArray(required) && required.length > 0
}

/** A plugin's schema as a definition: its own references move with it. */
function embed(plugin: AnyPlugin): unknown {
  const home = `#/$defs/${definitionOf(plugin)}/`
  const move = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(move)
    if (!isRecord(node)) return node
    const entries = Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? value.replace(/^#\//, home) : move(value),
    ])
    return Object.fromEntries(entries)
  }
  return withReferences(move(plugin.configSchema))
}

const ANNOTATIONS: readonly string[] = ['title', 'description', 'default', 'examples', 'writeOnly']
const FREE_TEXT: readonly string[] = ['type', ...ANNOTATIONS]

/** Wherever something narrower than text is wanted, an editor must also take `${NAME}`. */
function withReferences(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withReferences)
  if (!isRecord(node)) return node
  const type: unknown = node['type']
  const isLeaf =
    type === 'integer' ||
    type === 'number' ||
    type === 'boolean' ||
    type === 'string' ||
    (type === undefined && Array.isArray(node['enum']))
  if (!isLeaf) {
    // The parts of a condition are compared with what is there, not with what may be written.
    const entries = Object.entries(node).map(([key, value]) => [key, key === 'if' ? value : withReferences(value)])
    return Object.fromEntries(entries)
  }
  if (type === 'string' && Object.keys(node).every(key => FREE_TEXT.includes(key))) return node
  const annotations = Object.entries(node).filter(([key]) => ANNOTATIONS.includes(key))
  const rules = Object.entries(node).filter(([key]) => !ANNOTATIONS.includes(key))
  return {
    ...Object.fromEntries(annotations),
    anyOf: [Object.fromEntries(rules), { $ref: `#/$defs/${DEFINITION_OF_REFERENCE}` }],
  }
}
