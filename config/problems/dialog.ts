import { error, suggest, warning } from './wording.ts'

/** What is wrong in the block `dialog`. */
export const dialogProblems = {
  dialogIncomplete: (v: { key: string }) =>
    error('DIALOG_INCOMPLETE', `a dialog that extends none needs "${v.key}"`, 'or write: extends: reception'),
  stateWithoutPrompt: (v: { state: string }) =>
    error('DIALOG_PROMPT', `the state ${v.state} has no prompt`, 'say under "prompt" what the desk does in this state'),
  unknownState: (v: { state: string; known: readonly string[] }) =>
    error('DIALOG_STATE', `there is no state "${v.state}"`, suggest(v.state, v.known, 'states')),
  unreachableState: (v: { state: string; initial: string }) =>
    error(
      'DIALOG_UNREACHABLE',
      `no way leads from ${v.initial} to the state ${v.state}`,
      `name ${v.state} in a "next" rule of a state that is reached, or remove it`,
    ),
  unusedTool: (v: { tool: string }) =>
    warning(
      'DIALOG_TOOL_UNUSED',
      `no state lists the tool ${v.tool}, so the desk can never use it`,
      'add it to the "tools" of a state',
    ),
  badTemplate: (v: { reason: string }) =>
    error(
      'DIALOG_TEMPLATE',
      `the prompt is no valid Liquid template: ${v.reason}`,
      'values stand in {{ … }}, conditions in {% if … %} … {% endif %}',
    ),
  unknownTemplateValue: (v: { name: string; known: readonly string[] }) =>
    error('DIALOG_TEMPLATE_VALUE', `a prompt has no value {{ ${v.name} }}`, suggest(v.name, v.known, 'values')),
}
