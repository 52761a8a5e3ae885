/** The conformance kit for plugin authors: `import { testCrm } from 'aiadmin/testkit'`. */

export type {
  Attempt,
  ChannelProvider,
  ChannelSubject,
  ClientAct,
  DeskAddress,
  MediaKind,
  ProviderEvent,
  ProviderMoment,
  Refusals,
  ShownMessage,
} from './channel/index.ts'
export { testChannel } from './channel/index.ts'
export { testCrm } from './crm/index.ts'
export { testLlm } from './llm/index.ts'
export type { LlmScenario, LlmSubject, WireAnswer, WireRequest } from './llm/subject.ts'
export { testStorage } from './storage/index.ts'
export type { StorageSubject } from './storage/subject.ts'
export type { Fake, FakeWorld, Subject } from './subject.ts'
