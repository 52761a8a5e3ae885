import type { ErrorCode, Json, LlmEvent, Usage } from '../../contract/index.ts'
import type { Subject } from '../subject.ts'

/** What the provider's model says, in the kit's words; the author's `wire` says it in the provider's. */
export type LlmScenario =
  | {
      kind: 'answer'
      /** The pieces in which the text comes. */
      texts: readonly string[]
      /** Calls at once, after the text. */
      calls: readonly { name: string; args: Readonly<Record<string, Json>> }[]
      /** `blocked`: stopped for safety; `length`: cut; `empty`: finished with nothing in it. */
      reason: Extract<LlmEvent, { type: 'end' }>['reason']
      /**
       * Stands for what the provider wants back unchanged with the next request, such as a signature of its thoughts: put
       * it there, or leave it out where there is no such thing.
       */
      opaque: string
      usage: Required<Usage>
    }
  /** The provider says no. `exhausted`: the request is too long for the model; `invalid`: it makes no sense to it. */
  | {
      kind: 'failure'
      code: Extract<ErrorCode, 'unavailable' | 'rate_limited' | 'unauthorized' | 'exhausted' | 'invalid'>
      /** With `rate_limited`: when to come again. */
      retryAfterMs: number
    }

/** One request as the plugin sent it. */
export interface WireRequest {
  method: string
  /** Path and query. */
  path: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** The provider's answer over HTTP. */
export interface WireAnswer {
  /** 200 when left out. */
  status?: number
  headers?: Readonly<Record<string, string>>
  /** The body as it is sent, piece by piece. The last piece is the one that ends the answer. */
  chunks: readonly (string | Uint8Array)[]
}

/** What the author of a brain tells the kit. */
export interface LlmSubject extends Omit<Subject<'llm'>, 'fake'> {
  /**
   * Speaks as the provider does; the kit serves it on this machine, and `config` gets its URL. A request that the provider
   * would refuse (a history with a call and no result) is best refused here, too. Not for brains that ask nobody.
   */
  wire?(scenario: LlmScenario, request: WireRequest): WireAnswer
}
