import type { JSONSchema } from 'json-schema-to-ts'

/** A text in one language or in both, with what it is for. */
export function localizedText<const Description extends string>(description: Description) {
  return {
    description,
    anyOf: [
      { type: 'string', minLength: 1 },
      {
        type: 'object',
        minProperties: 1,
        properties: {
          ru: { type: 'string', minLength: 1, description: 'In Russian.' },
          en: { type: 'string', minLength: 1, description: 'In English.' },
        },
        additionalProperties: false,
      },
    ],
  } as const satisfies JSONSchema
}
