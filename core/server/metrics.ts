import fp from 'fastify-plugin'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** The instruments of one runtime; each runtime has its own registry. */
export type Metrics = ReturnType<typeof createMetrics>

/** Makes the registry and all instruments that core counts with. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    /** Messages that channels delivered; `result`: accepted, duplicate. */
    messages: new Counter({
      name: 'aiadmin_messages_total',
      help: 'Messages delivered by channels: accepted, or a duplicate of one that was',
      labelNames: ['channel', 'result'],
      registers,
    }),
    /** Turns by how they ended; `outcome`: answered, silent, superseded, failed. */
    turns: new Counter({
      name: 'aiadmin_turns_total',
      help: 'Turns by how they ended',
      labelNames: ['outcome'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'aiadmin_turn_seconds',
      help: 'From the claim of the messages to the stored reply',
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
      registers,
    }),
    /** LLM calls; `outcome`: stop, calls, length, blocked, empty, or the code of an error. */
    llmCalls: new Counter({
      name: 'aiadmin_llm_calls_total',
      help: 'Calls to LLM instances by how they ended',
      labelNames: ['instance', 'outcome'],
      registers,
    }),
    /** Tokens; `direction`: input, output. */
    llmTokens: new Counter({
      name: 'aiadmin_llm_tokens_total',
      help: 'Tokens that LLM instances counted',
      labelNames: ['instance', 'direction'],
      registers,
    }),
    /** Tool calls; `outcome`: ok, or the code of the tool error. */
    toolCalls: new Counter({
      name: 'aiadmin_tool_calls_total',
      help: 'Tool calls of the dialog by how they ended',
      labelNames: ['tool', 'outcome'],
      registers,
    }),
    /** Operations as they reach a status; `kind`: client, book, move, cancel. */
    operations: new Counter({
      name: 'aiadmin_operations_total',
      help: 'Writes to the CRM by the status that they reached',
      labelNames: ['kind', 'status'],
      registers,
    }),
    /** Outgoing messages as they reach a status; `status`: sent, unknown, dead. */
    outbox: new Counter({
      name: 'aiadmin_outbox_total',
      help: 'Outgoing messages by the status that they reached',
      labelNames: ['channel', 'status'],
      registers,
    }),
  }
}

/** `/metrics` in Prometheus' text format. */
export const metricsRoute = fp(
  async (app, { metrics }: { metrics: Registry }) => {
    app.get('/metrics', { config: { rateLimit: false } }, async (_request, reply) => {
      return reply.type(metrics.contentType).send(await metrics.metrics())
    })
  },
  { name: 'metrics' },
)
