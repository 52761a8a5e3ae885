import plugin from '../../../../core/cli/templates/crm/src/index.ts'
import { startFake, TOKEN } from '../../../../core/cli/templates/crm/test/fake.ts'
import type { CrmInstance, CrmPlugin, ErrorCode, Http, PluginContext } from '../../../../core/contract/index.ts'
import type { Subject } from '../../../../core/testkit/subject.ts'

type Context = PluginContext

/** What is broken in a sound CRM: the only check that may fail, and the break. */
export interface CrmMutant {
  check: string
  /** What its author got wrong. */
  mistake: string
  /** Breaks what the plugin declares. */
  plugin?: Partial<CrmPlugin>
  /** Breaks what it is given. */
  context?(context: Context): PropertyDescriptorMap
  /** Breaks what it sends and receives. */
  http?(send: Http, context: Context): (...args: Parameters<Http>) => Promise<Response>
  /** Breaks some of its methods. */
  crm?(crm: CrmInstance, context: Context): Partial<CrmInstance>
}

/** The sound CRM, as the scaffold writes it. */
export const soundCrm: Subject<'crm'> = {
  plugin,
  module: import.meta.resolve('../../../../core/cli/templates/crm/src/index.ts'),
  config: url => ({ apiUrl: url, token: TOKEN }),
  fake: startFake,
}

/** The sound CRM with the break. */
export function broken(mutant: CrmMutant): Subject<'crm'> {
  const sound: CrmPlugin = plugin
  return {
    ...soundCrm,
    plugin: {
      ...sound,
      create(context) {
        const given: typeof context = Object.create(context, {
          ...mutant.context?.(context),
          ...(mutant.http && { http: { value: withLimit(mutant.http(context.http, context)) } }),
        })
        const crm = sound.create(given)
        return { ...crm, ...mutant.crm?.(crm, context) }
      },
      ...mutant.plugin,
    },
  }
}

function withLimit(send: (...args: Parameters<Http>) => Promise<Response>): Http {
  const http: Http = Object.assign(send, { limit: () => http })
  return http
}

/** What the work answers, or `instead` of what it throws: it may throw again. */
export async function otherwise<T>(work: Promise<T>, instead: (error: CodeAndText) => T | Promise<T>): Promise<T> {
  return work.catch(async (error: unknown) => {
    const { code, message = '', retryAfterMs, cause } = Object(error)
    return instead({ code, message, retryAfterMs, cause: Object(cause).code, error })
  })
}

/** What a mutant looks at in an error. */
export interface CodeAndText {
  code: ErrorCode
  message: string
  retryAfterMs: number | undefined
  /** The system's code underneath: `ECONNREFUSED`. */
  cause: string | undefined
  error: unknown
}
