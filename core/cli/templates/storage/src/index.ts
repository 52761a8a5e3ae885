import type { PluginContext, StoragePlugin } from '../../../../contract/index.ts'
import { createAdapter } from './adapter.ts'
import { createClient } from './client.ts'
import { configSchema, type Options } from './options.ts'

export default {
  kind: 'storage',
  apiVersion: 1,
  name: 'acme',
  description: 'Copies of sessions and counters in Acme, for several containers side by side.',
  roles: ['sessions'],
  configSchema,
  create(context: PluginContext<Options>) {
    const client = createClient(context)
    const { business } = context
    return {
      keyv: (namespace: string) => createAdapter(client, `${business}:${namespace}`),
      async notify(topic: string, message: string) {
        await client.ask('notify', `${business}:${topic}`, message)
      },
      listen: (topic: string, hear: (message: string) => void) => client.listen(`${business}:${topic}`, hear),
      increment: async (key: string, ttlMs: number) =>
        Number(await client.ask('increment', `${business}:counters`, key, ttlMs)),
      async probe() {
        const isThere = await client.ask('get', business, 'probe').then(
          () => true,
          () => false,
        )
        return isThere
          ? { ok: true, summary: 'Acme answers' }
          : { ok: false, summary: 'Acme does not answer; check url and password, and whether it runs' }
      },
    }
  },
} satisfies StoragePlugin<typeof configSchema>
