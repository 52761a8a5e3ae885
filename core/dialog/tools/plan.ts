import type { Call, SlotItem, ToolError, ToolName, ToolResult } from '../../contract/index.ts'
import type { NewChoice } from '../../journal/choice.ts'
import type { Db } from '../../journal/schema.ts'
import type { DialogParts } from '../parts.ts'
import type { Session } from '../session.ts'

/** For whom a tool runs. A turn is one caller, a live voice session can be another. */
export interface ToolContext {
  parts: DialogParts
  conversation: string
  /** As it was before this call; a tool answers the changed one. */
  session: Session
  call: Call
  /** How many free times the channel can show in a calendar; 0 when it has none. */
  calendarSlots: number
}

/** What a tool found out, and what is to be written with the record of its step. */
export interface ToolPlan<Name extends ToolName = ToolName> {
  result: ToolResult<Name>
  session: Session
  choices?: readonly NewChoice[]
  /** Free times that are buttons without being told to a brain, which would read all of them anew with every answer. */
  unspoken?: readonly SlotItem[]
  /** Writes in the step's transaction; its answer replaces `result` and `session`. */
  write?(db: Db): Promise<{ result: ToolResult<Name>; session: Session }>
}

/** A result that the model can mend. */
export function toolError(code: string, message: string, missing?: readonly ('name' | 'phone')[]): ToolError {
  return { error: { code, message, ...(missing && { missing }) } }
}

/** Whether what was looked for came back as an error for the model. */
export const isError = (value: object): value is ToolError => 'error' in value

/** Whether a tool's result is an error. */
export function isToolError(result: ToolResult): result is ToolError {
  return 'error' in result
}
