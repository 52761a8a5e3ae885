import type { DeskConfig } from '../config/desk-config.ts'
import type { SupervisedChannel } from './channels/supervisor.ts'
import type { Probed } from './health.ts'
import type { Instances } from './instances.ts'

/** Every instance whose health an operator wants to see. */
export function probedInstances(
  config: DeskConfig,
  { llm, crm, journalStorage }: Pick<Instances, 'llm' | 'crm' | 'journalStorage'>,
  supervised: readonly SupervisedChannel[],
): readonly Probed[] {
  return [
    ...supervised.map(one => ({
      instance: one.instance,
      kind: 'channel' as const,
      lifecycle: one.channel,
      known: () => {
        const summary = one.failure()
        if (one.isStarted()) return undefined
        return { status: summary ? ('failing' as const) : ('starting' as const), ...(summary && { summary }) }
      },
    })),
    ...llm.map(one => ({ instance: one.instance, kind: 'llm' as const, lifecycle: one.llm })),
    { instance: config.crm.instance, kind: 'crm', lifecycle: crm },
    { instance: config.storage.journal.instance, kind: 'storage', lifecycle: journalStorage },
  ]
}
