import type { LlmPlugin } from '../../core/contract/index.ts'

const configSchema = { type: 'object', additionalProperties: false, properties: {} } as const

/** A brain that answers each client with what they wrote last: an answer that goes astray is known by its words. */
export default {
  kind: 'llm',
  apiVersion: 1,
  name: 'echo',
  configSchema,
  create() {
    return {
      capabilities: { media: [] },
      async *generate({ messages }) {
        const last = messages.findLast(({ role }) => role === 'client')
        const heard = last?.parts.flatMap(part => (part.type === 'text' ? part.text : [])).join(' ')
        yield { type: 'text', delta: `I hear: ${heard}` }
        yield { type: 'end', reason: 'stop' }
      },
    }
  },
} satisfies LlmPlugin<typeof configSchema>
