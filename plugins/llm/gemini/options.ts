import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The options in `with`. */
export const configSchema = {
  type: 'object',
  properties: {
    apiKey: {
      type: 'string',
      minLength: 1,
      writeOnly: true,
      description: 'A key of the Gemini API, from https://aistudio.google.com/apikey. Keep it in the environment.',
      examples: [`\${GEMINI_API_KEY}`],
    },
    model: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
      default: 'gemini-3.8-flash',
      description: 'The model, without `models/` before it.',
      examples: ['gemini-3.8-flash', 'gemini-3.5-flash-lite'],
    },
    thinking: {
      enum: ['minimal', 'low', 'medium', 'high', 'default'],
      default: 'low',
      description:
        'How much the model thinks before it answers: more is slower and dearer. `default` leaves it to the model; older models than Gemini 3 take nothing else, and not every model takes `minimal`.',
    },
    temperature: {
      type: 'number',
      minimum: 0,
      maximum: 2,
      description: 'Left out, the model keeps its own; Google advises against changing it for Gemini 3.',
      examples: [1],
    },
    maxOutputTokens: {
      type: 'integer',
      minimum: 64,
      default: 4096,
      description: 'The most that one answer may take, thinking included.',
    },
    timeoutMs: {
      type: 'integer',
      minimum: 100,
      default: 20_000,
      description: 'How long to wait for the first piece of an answer, and for each one after it.',
    },
    baseUrl: {
      type: 'string',
      pattern: '^https?://[^\\s?#]+$',
      default: 'https://generativelanguage.googleapis.com',
      description: 'Another address that speaks the Gemini API: a gateway, or a proxy where Google does not serve.',
      examples: ['https://gemini-gateway.example.com'],
    },
    apiVersion: {
      type: 'string',
      pattern: '^v[0-9]+((alpha|beta)[0-9]*)?$',
      default: 'v1beta',
      description: 'The version of the API.',
      examples: ['v1beta', 'v1'],
    },
  },
  required: ['apiKey'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The options as `create` gets them. */
export type GeminiOptions = FromSchema<typeof configSchema>

/** The same defaults for hosts that did not fill them in. */
export function withDefaults(options: GeminiOptions) {
  const { properties } = configSchema
  return {
    ...options,
    model: options.model ?? properties.model.default,
    thinking: options.thinking ?? properties.thinking.default,
    maxOutputTokens: options.maxOutputTokens ?? properties.maxOutputTokens.default,
    timeoutMs: options.timeoutMs ?? properties.timeoutMs.default,
    baseUrl: (options.baseUrl ?? properties.baseUrl.default).replace(/\/+$/, ''),
    apiVersion: options.apiVersion ?? properties.apiVersion.default,
  }
}

/** The options with nothing missing. */
export type Settings = ReturnType<typeof withDefaults>
