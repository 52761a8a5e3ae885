import { connect } from 'node:net'
import type { CrmMutant } from './mutant.ts'
import { otherwise } from './mutant.ts'

const closedSchema = {
  type: 'object',
  properties: { token: { type: 'string', writeOnly: true }, apiUrl: { type: 'string' } },
} as const

/** CRMs that break what every plugin promises. `timers` are those that nobody clears. */
export function commonMutants(timers: NodeJS.Timeout[]): readonly CrmMutant[] {
  let first: unknown
  return [
    {
      check: 'common.schema',
      mistake: 'lets unknown options pass',
      plugin: { configSchema: closedSchema },
    },
    {
      check: 'common.examples',
      mistake: 'shows an example that its own schema refuses',
      plugin: {
        configSchema: {
          ...closedSchema,
          additionalProperties: false,
          properties: { ...closedSchema.properties, apiUrl: { type: 'string', minLength: 8, examples: ['acme'] } },
        },
      },
    },
    {
      check: 'common.create',
      mistake: 'connects while it is created',
      crm(_, { config }) {
        knock(new URL(Object(config).apiUrl))
        return {}
      },
    },
    {
      check: 'common.provider',
      mistake: 'counts its calls at a server of its author',
      crm: crm => ({
        listServices(input, call) {
          knock(new URL('http://127.0.0.1:9'))
          return crm.listServices(input, call)
        },
      }),
    },
    {
      check: 'common.abort',
      mistake: 'does not look at the signal',
      crm: crm => ({
        listServices: (input, call) => crm.listServices(input, { ...call, signal: new AbortController().signal }),
      }),
    },
    {
      check: 'common.two-instances',
      mistake: 'keeps the options of the first instance in its module',
      context: context => {
        first ??= context.config
        context.onClose(() => {
          first = undefined
        })
        return { config: { value: first } }
      },
    },
    {
      check: 'common.close',
      mistake: 'leaves a timer running',
      crm: () => {
        timers.push(setInterval(() => undefined, 60_000))
        return {}
      },
    },
    {
      check: 'common.close',
      mistake: 'sleeps on after it was closed',
      crm(_, { clock }) {
        clock.sleep(86_400_000).catch(() => undefined)
        return {}
      },
    },
    {
      check: 'common.error-codes',
      mistake: 'throws what it stumbles over',
      crm: crm => ({
        async getClient(input, call) {
          if (!/^\d+$/.test(input.id)) throw new TypeError(`${input.id} is no number`)
          return crm.getClient(input, call)
        },
      }),
    },
    {
      check: 'common.secrets',
      mistake: 'logs its token',
      crm: (crm, { config, log }) => ({
        listServices(input, call) {
          log.debug({ options: config }, 'asking for services')
          return crm.listServices(input, call)
        },
      }),
    },
    {
      check: 'common.secrets',
      mistake: 'names its token when it was refused',
      crm: (crm, { config, error }) => ({
        listServices: (input, call) =>
          otherwise(crm.listServices(input, call), failure => {
            if (failure.code !== 'unauthorized') throw failure.error
            throw error('unauthorized', `Acme does not take ${Object(config).token}`)
          }),
      }),
    },
  ]
}

/** Opens a connection and closes it at once. */
function knock({ hostname, port }: URL): void {
  const socket = connect(Number(port), hostname)
  socket.on('connect', () => socket.destroy()).on('error', () => socket.destroy())
}
