import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JSONSchema } from 'json-schema-to-ts'
import type { ChannelEvent } from '../../contract/index.ts'

/** Core takes no longer ids and addresses. */
const id = { type: 'string', minLength: 1, maxLength: 500 } as const
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
} as const
const phone = { type: 'string', minLength: 5, maxLength: 200 } as const

const closed = <Properties>(properties: Properties, required: readonly (keyof Properties & string)[]) =>
  ({ type: 'object', additionalProperties: false, properties, required }) as const

const part = {
  type: 'object',
  required: ['type'],
  oneOf: [
    closed({ type: { const: 'text' }, text: { type: 'string', minLength: 1, maxLength: 10_000 } }, ['type', 'text']),
    closed({ type: { const: 'choice' }, id }, ['type', 'id']),
    closed(
      { type: { const: 'contact' }, phone, name: { type: 'string', maxLength: 200 }, verified: { type: 'boolean' } },
      ['type', 'phone', 'verified'],
    ),
    closed(
      {
        type: { const: 'media' },
        media: { enum: ['image', 'audio', 'video', 'document', 'sticker'] },
        ref: true,
        mimeType: { type: 'string', pattern: '^[^/\\s]+/\\S' },
        bytes: { type: 'integer', minimum: 0 },
      },
      ['type', 'media', 'ref'],
    ),
    closed(
      {
        type: { const: 'location' },
        latitude: { type: 'number', minimum: -90, maximum: 90 },
        longitude: { type: 'number', minimum: -180, maximum: 180 },
      },
      ['type', 'latitude', 'longitude'],
    ),
    closed(
      {
        type: { const: 'command' },
        command: { enum: ['start', 'help', 'book', 'my', 'cancel', 'human'] },
        payload: { type: 'string' },
      },
      ['type', 'command'],
    ),
  ],
}

const sender = closed(
  {
    name: { type: 'string', minLength: 1 },
    language: { type: 'string', pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$' },
    verifiedPhone: phone,
  },
  [],
)

const kinds: Readonly<Record<ChannelEvent['kind'], object>> = {
  message: closed(
    {
      kind: true,
      id,
      address: id,
      parts: { type: 'array', minItems: 1, maxItems: 20, items: part },
      sender,
      at: instant,
    },
    ['id', 'address', 'parts'],
  ),
  status: {
    ...closed(
      {
        kind: true,
        id,
        key: id,
        providerId: id,
        status: { enum: ['sent', 'delivered', 'read', 'failed'] },
        code: { type: 'string' },
      },
      ['id', 'status'],
    ),
    anyOf: [{ required: ['key'] }, { required: ['providerId'] }],
  },
  edited: closed({ kind: true, id, address: id, messageId: id, text: { type: 'string' } }, [
    'id',
    'address',
    'messageId',
    'text',
  ]),
  revoked: closed({ kind: true, id, address: id, messageId: id }, ['id', 'address', 'messageId']),
  unreachable: closed({ kind: true, id, address: id }, ['id', 'address']),
  address_changed: closed({ kind: true, id, from: id, to: id }, ['id', 'from', 'to']),
}

/** What is wrong with an event by the contract, one line each. The union is open by `kind`: unknown kinds are right. */
export function createEventCheck(): (event: ChannelEvent) => readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false, meta: false })
  const checks = new Map(Object.entries(kinds).map(([kind, schema]) => [kind, ajv.compile(schema)]))
  const open = ajv.compile({
    type: 'object',
    required: ['kind', 'id'],
    properties: { kind: id, id },
  } satisfies JSONSchema)
  return event => {
    const check = checks.get(event?.kind) ?? open
    if (check(event)) return []
    return (check.errors ?? []).map(({ instancePath, message = 'is wrong' }) => `event${instancePath} ${message}`)
  }
}
