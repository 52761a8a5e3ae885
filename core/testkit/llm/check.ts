import type { Json, LlmInstance, LlmMessage, LlmRequest } from '../../contract/index.ts'
import type { Bench } from '../bench.ts'
import type { WholeAnswer } from './answer.ts'
import type { LineFault, LlmProvider } from './provider.ts'
import type { LlmScenario } from './subject.ts'

/** One promise of a brain. */
export interface LlmCheck {
  id: string
  title: string
  /** `provider`: only for those that ask one; `media`: only for those that take any. */
  needs: readonly ('provider' | 'media')[]
  run(world: LlmWorld): Promise<void>
}

/** What a check works with. */
export interface LlmWorld {
  /** A fresh instance. */
  open(): Promise<LlmDesk>
  /** A fresh instance whose provider says this, whatever it is asked. */
  openWith(scenario: LlmScenario, fault?: LineFault): Promise<LlmDesk & { provider: LlmProvider }>
}

/** A brain and, where it asks one, its provider. */
export interface LlmDesk extends Pick<Bench<'llm'>, 'clock' | 'call' | 'endable'> {
  readonly llm: LlmInstance
  readonly provider: LlmProvider | undefined
  request(messages: readonly LlmMessage[], memory?: Json): LlmRequest
  /** One whole answer; the clock moves on while it comes. */
  ask(messages: readonly LlmMessage[], memory?: Json): Promise<WholeAnswer>
}
