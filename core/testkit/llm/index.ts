import { type Bench, openBench } from '../bench.ts'
import type { Kit, MethodCall, Suite } from '../check.ts'
import { registerSuite } from '../run.ts'
import type { Subject } from '../subject.ts'
import { readAnswer } from './answer.ts'
import { answerChecks } from './answer-checks.ts'
import type { LlmCheck, LlmDesk, LlmWorld } from './check.ts'
import { endChecks } from './end-checks.ts'
import { lifeChecks } from './life-checks.ts'
import { type LlmProvider, startProvider } from './provider.ts'
import { clientSays, requestWith } from './request.ts'
import { answers } from './scenarios.ts'
import type { LlmSubject } from './subject.ts'

const checks: readonly LlmCheck[] = [...answerChecks, ...endChecks, ...lifeChecks]

/** The suite of one brain, and what the kit's own parts need to know of it. */
export function llmSuite(subject: LlmSubject): { suite: Suite<'llm'>; subject: Subject<'llm'> } {
  const { wire, ...rest } = subject
  return {
    suite: {
      kind: 'llm',
      calls: methodCalls,
      oddCalls,
      checks: checks.map(check => ({
        id: check.id,
        title: check.title,
        unless: kit => missing(check, kit),
        run: kit => runCheck(check, kit, subject),
      })),
    },
    subject: { ...rest, ...(wire && { fake: () => startProvider(wire, () => ({ scenario: answers() })) }) },
  }
}

/** Holds a brain against the contract: call it at the top of a test file. */
export function testLlm(subject: LlmSubject): void {
  const { suite, subject: whole } = llmSuite(subject)
  registerSuite(suite, whole)
}

function methodCalls(bench: Bench<'llm'>): readonly MethodCall[] {
  const { instance } = bench
  const request = requestWith(bench, [clientSays('Hello')])
  const { probe } = instance
  return [
    { name: 'generate', run: async call => void (await readAnswer(instance.generate(request, call))) },
    ...(probe ? [{ name: 'probe', run: probe }] : []),
  ]
}

/** Histories of nothing, and clients who say nothing that can be read. */
function oddCalls(bench: Bench<'llm'>): readonly MethodCall[] {
  const histories = [[], [clientSays('')], [clientSays('\u0000\ud800')], [clientSays('words '.repeat(20_000))]]
  return histories.map(messages => ({
    name: 'generate',
    run: async call => void (await readAnswer(bench.instance.generate(requestWith(bench, messages), call))),
  }))
}

/** What is not asked can't be made to say anything; that it asks nobody is a check of its own. */
async function missing({ needs }: LlmCheck, kit: Kit<'llm'>): Promise<string | undefined> {
  if (needs.includes('provider') && !kit.subject.fake)
    return 'it asks no provider on the network, so nothing can be put into its mouth'
  if (needs.includes('media') && (await kit.capabilities()).media.length === 0) return 'media is []'
  return undefined
}

async function runCheck(check: LlmCheck, kit: Kit<'llm'>, { wire, config }: LlmSubject): Promise<void> {
  const closing: (() => Promise<void>)[] = []
  const providers: LlmProvider[] = []
  const world: LlmWorld = {
    open: async () => deskOf(await kit.open(), undefined),
    async openWith(scenario, fault) {
      if (!wire) throw new TypeError('a check that needs a provider was run without one')
      const provider = await startProvider(wire, () => ({ scenario, ...(fault && { fault }) }))
      providers.push(provider)
      closing.push(provider.close)
      // Straight to the provider: the kit's proxy hands on whole answers only.
      const direct = { ...kit.subject, config: typeof config === 'function' ? config(provider.url) : config }
      const { fake: _, ...alone } = direct
      const bench = await openBench<'llm'>({ subject: alone, trace: kit.trace })
      closing.push(bench.close)
      await kit.begin(bench)
      return { ...deskOf(bench, provider), provider }
    },
  }
  try {
    await check.run(world)
    for (const mistake of providers.flatMap(({ mistakes }) => mistakes)) throw mistake
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

function deskOf(bench: Bench<'llm'>, provider: LlmProvider | undefined): LlmDesk {
  const { instance: llm, clock, call, endable } = bench
  const request: LlmDesk['request'] = (messages, memory) => requestWith(bench, messages, memory)
  return {
    ...{ llm, provider, clock, call, endable, request },
    ask: (messages, memory) => clock.drive(readAnswer(llm.generate(request(messages, memory), call()))),
  }
}
