import type { LlmPlugin } from '../../../core/contract/index.ts'
import { createCatalogues } from './catalogue/catalogue.ts'
import { createEar } from './dialog/ear.ts'
import { respond } from './dialog/respond.ts'
import { en } from './texts/en.ts'
import { ru } from './texts/ru.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    maxQuestions: {
      type: 'integer',
      minimum: 1,
      maximum: 5,
      default: 2,
      description: 'How often the same question is put before a person is offered.',
    },
  },
} as const

/** The brain without a language model: deterministic, Russian and English, no key and no network. */
export default {
  kind: 'llm',
  apiVersion: 1,
  name: 'rules',
  description: 'Understands clients without a language model, in Russian and English; needs no key and no network.',
  configSchema,
  texts: { ru, en },
  create(context) {
    const brain = {
      text: context.text,
      maxQuestions: context.config.maxQuestions ?? 2,
      catalogueOf: createCatalogues(),
      listen: createEar(),
    }
    return {
      capabilities: { media: [] },
      async *generate(request, call) {
        call.signal.throwIfAborted()
        yield* await respond(request, brain)
      },
      async probe() {
        return { ok: true, summary: 'always there: needs no network' }
      },
    }
  },
} satisfies LlmPlugin<typeof configSchema>
