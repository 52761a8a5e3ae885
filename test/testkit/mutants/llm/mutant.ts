import plugin from '../../../../core/cli/templates/llm/src/index.ts'
import { sayAsAcme } from '../../../../core/cli/templates/llm/test/wire.ts'
import type { Call, Http, LlmEvent, LlmPlugin, LlmRequest } from '../../../../core/contract/index.ts'
import type { LlmSubject } from '../../../../core/testkit/index.ts'

/** What is broken in a sound brain: the only check that may fail, and the break. */
export interface LlmMutant {
  check: string
  /** What its author got wrong. */
  mistake: string
  /** Breaks what it sends and receives. */
  http?(http: Http): Http
  /** Breaks what it reads of a request. */
  request?(request: LlmRequest): LlmRequest | Promise<LlmRequest>
  /** Breaks what it answers. */
  events?(events: AsyncIterable<LlmEvent>, request: LlmRequest, call: Call): AsyncIterable<LlmEvent>
}

/** The sound brain, as the scaffold writes it. */
export const soundBrain: LlmSubject = {
  plugin,
  module: import.meta.resolve('../../../../core/cli/templates/llm/src/index.ts'),
  config: url => ({ apiUrl: url, apiKey: 'a-made-up-key-of-acme', model: 'acme-1' }),
  wire: sayAsAcme,
}

/** The sound brain with the break. */
export function broken({ http, request: read, events: change }: LlmMutant): LlmSubject {
  const sound: LlmPlugin = plugin
  return {
    ...soundBrain,
    plugin: {
      ...sound,
      create(context) {
        const instance = sound.create(
          http ? Object.create(context, { http: { value: withLimit(http(context.http)) } }) : context,
        )
        return {
          ...instance,
          async *generate(request, call) {
            const asked = read ? await read(request) : request
            const events = instance.generate(asked, call)
            yield* change ? change(events, asked, call) : events
          },
        }
      },
    },
  }
}

const withLimit = (http: Http): Http => Object.assign(http, { limit: () => http })
