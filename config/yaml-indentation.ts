import type { YAMLError } from 'yaml'

/** A line that begins in another column than it should. */
export interface LineOutOfStep {
  /** Where its first word begins and where the line ends, counted in the text. */
  range: readonly [start: number, end: number]
  /** Counted from 1. */
  column: number
  /** Where the settings of the line above begin; absent in the first line. */
  columnAbove?: number
}

/**
 * The line whose indentation the parser stumbled over, when that is what its error comes from. It notices one line too
 * early (a deeper line continues the text above) or in words of its own grammar (a shallower one ends the list).
 */
export function findLineOutOfStep(
  error: YAMLError,
  all: readonly YAMLError[],
  text: string,
): LineOutOfStep | undefined {
  const [start] = error.pos
  switch (error.code) {
    case 'BAD_INDENT':
      return /end with an? [\]}]/.test(error.message) ? undefined : describeLine(start, text)
    case 'MISSING_CHAR':
      return /without - indicator/.test(error.message) ? describeLine(start, text) : undefined
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY': {
      if (/block sequence/.test(error.message)) return describeLine(start, text)
      const end = all.find(one => one.code === 'MULTILINE_IMPLICIT_KEY' && one.pos[0] === start)?.pos[1]
      return end === undefined ? undefined : findDeeperLine(start, end, text)
    }
    default:
      return undefined
  }
}

/** A setting that was swallowed by the text above it: the last line of what the parser took for one name. */
function findDeeperLine(start: number, end: number, text: string): LineOutOfStep | undefined {
  const last = describeLine(end - 1, text)
  // In step with where the name begins it is a sound line: there is something wrong with the name.
  return last.range[0] <= start || last.column === columnOf(lineAt(start, text).line) ? undefined : last
}

function describeLine(offset: number, text: string): LineOutOfStep {
  const { start, line } = lineAt(offset, text)
  // The parser may notice at a comment or an empty line before it.
  const isSilent = /^\s*(#|$)/.test(line)
  if (isSilent && start + line.length < text.length) return describeLine(start + line.length + 1, text)
  const indent = line.search(/\S|$/)
  const above = text
    .slice(0, start)
    .split('\n')
    .findLast(one => /^\s*[^\s#]/.test(one))
  return {
    range: [start + indent, start + line.trimEnd().length],
    column: indent + 1,
    ...(above === undefined ? {} : { columnAbove: columnOf(above, { isEntry: /^\s*-/.test(line) }) }),
  }
}

/** Beside a dash begins a block of settings: its lines stand under the first word, an entry stands under the dash. */
function columnOf(line: string, { isEntry = false } = {}): number {
  const begin = isEntry ? /^\s*/ : /^\s*(?:-\s+)*/
  return (begin.exec(line)?.[0].length ?? 0) + 1
}

function lineAt(offset: number, text: string): { start: number; line: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', start)
  return { start, line: text.slice(start, end < 0 ? text.length : end) }
}
