import type { LocalizedText } from '../core/contract/index.ts'
import { type BaseDialog, loadReception } from './defaults.ts'
import type { DialogConfig, StateConfig } from './desk-config.ts'
import { reportGraph } from './dialog-graph.ts'
import type { Path } from './finding.ts'
import { problems } from './problems.ts'
import { type DialogBlock, dialogSchema } from './schema/dialog.ts'
import { checkTemplate } from './template.ts'
import type { CompileSchema } from './validator.ts'
import { type CheckedFile, checkValue, isRecord } from './value-check.ts'

/** Checks `dialog:` and lays it over the dialog that it extends. */
export async function checkDialog(
  file: CheckedFile,
  value: unknown,
  compile: CompileSchema,
): Promise<DialogConfig | undefined> {
  await checkTemplates(file, value)
  const block = checkValue<DialogBlock>(file, { schema: compile<DialogBlock>(dialogSchema), value, path: ['dialog'] })
  // Half of a dialog has states that nothing leads to: its graph is judged only when its shape is sound.
  if (!block || file.report.hasErrors(['dialog'])) return undefined

  const base = block.extends === 'none' ? undefined : await loadReception(compile)
  const dialog = lay(block, base, file)
  if (!dialog) return undefined
  reportGraph(file.report, dialog)
  return dialog
}

function lay(block: DialogBlock, base: BaseDialog | undefined, { report }: CheckedFile): DialogConfig | undefined {
  const states: Record<string, StateConfig> = { ...base?.states }
  for (const [name, state] of Object.entries(block.states ?? {})) {
    const before = base?.states[name]
    const prompt = overlay(before?.prompt, state.prompt)
    if (prompt === undefined)
      report.add(['dialog', 'states', name], problems.stateWithoutPrompt({ state: name }), 'key')
    states[name] = {
      prompt: prompt ?? '',
      tools: state.tools ?? before?.tools ?? [],
      next: state.next?.map(({ when, to }) => ({ when: [when].flat(), to })) ?? before?.next ?? [],
    }
  }
  const initial = block.initial ?? base?.initial
  const persona = overlay(base?.persona, block.persona)
  if (initial === undefined) report.add(['dialog'], problems.dialogIncomplete({ key: 'initial' }), 'key')
  if (persona === undefined) report.add(['dialog'], problems.dialogIncomplete({ key: 'persona' }), 'key')
  if (Object.keys(states).length === 0) report.add(['dialog'], problems.dialogIncomplete({ key: 'states' }), 'key')
  if (initial === undefined || persona === undefined || Object.keys(states).length === 0) return undefined

  const { maxSteps = 10, historyMessages = 20, idleMinutes = 240, holdMinutes = 10, offeredSlots = 6 } = block
  return { initial, persona, states, maxSteps, historyMessages, idleMinutes, holdMinutes, offeredSlots }
}

/** A text in one language leaves the other as it was; a plain text is meant for both. */
function overlay(before: LocalizedText | undefined, after: LocalizedText | undefined): LocalizedText | undefined {
  if (after === undefined || before === undefined || typeof after === 'string' || typeof before === 'string') {
    return after ?? before
  }
  return { ...before, ...after }
}

/** Only what the operator wrote: the templates that come with the program are tested with it. */
async function checkTemplates({ report }: CheckedFile, dialog: unknown): Promise<void> {
  if (!isRecord(dialog)) return
  for (const { path, text } of templatesOf(dialog)) {
    for (const problem of await checkTemplate(text)) report.add(path, problem)
  }
}

function* templatesOf(dialog: Record<string, unknown>): Generator<{ path: Path; text: string }> {
  yield* textsOf(dialog['persona'], ['dialog', 'persona'])
  if (!isRecord(dialog['states'])) return
  for (const [name, state] of Object.entries(dialog['states'])) {
    if (isRecord(state)) yield* textsOf(state['prompt'], ['dialog', 'states', name, 'prompt'])
  }
}

function* textsOf(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  if (!isRecord(value)) return
  for (const [locale, text] of Object.entries(value))
    if (typeof text === 'string') yield { path: [...path, locale], text }
}
