import type { LlmPlugin } from '../../../core/contract/index.ts'
import { type Client, generate } from './generate.ts'
import { configSchema, withDefaults } from './options.ts'
import { probeModel } from './probe.ts'

const MEDIA = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/heif',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/wav',
  'audio/flac',
  'application/pdf',
]

export default {
  kind: 'llm',
  apiVersion: 1,
  name: 'gemini',
  description: "Google's Gemini runs the dialog.",
  configSchema,
  create(context) {
    const settings = withDefaults(context.config)
    const { apiKey, apiVersion, baseUrl } = settings
    let client: Promise<Client> | undefined
    // The SDK is loaded with the first answer, and in its web build: a tenth of the memory, since it needs no
    // files, sockets or Google accounts of its own.
    const load = async (): Promise<Client> => {
      const sdk = await import('@google/genai/web')
      return { sdk, ai: new sdk.GoogleGenAI({ apiKey, httpOptions: { baseUrl, apiVersion } }) }
    }
    return {
      capabilities: { media: MEDIA },
      generate: (request, call) =>
        generate(
          {
            client: () => {
              client ??= load()
              return client
            },
            settings,
            context,
          },
          request,
          call,
        ),
      probe: call => probeModel(settings, context, call),
    }
  },
} satisfies LlmPlugin<typeof configSchema>
