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
  const isTextOfOneBlock = last.columnAbove === undefined || last.column <= last.columnAbove
  return last.range[0] <= start || isTextOfOneBlock ? undefined : last
}

function describeLine(offset: number, text: string): LineOutOfStep {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const lineEnd = text.slice(lineStart).search(/\r?\n|$/) + lineStart
  const line = text.slice(lineStart, lineEnd)
  const indent = line.search(/\S|$/)
  const above = text
    .slice(0, lineStart)
    .split('\n')
    .findLast(one => /^\s*[^\s#]/.test(one))
  // Beside a dash begins a block of settings: its lines stand under the first word, not under the dash.
  const begin = /^\s*-/.test(line) ? /^\s*/ : /^\s*(?:-\s+)*/
  return {
    range: [lineStart + indent, lineEnd],
    column: indent + 1,
    ...(above === undefined ? {} : { columnAbove: (begin.exec(above)?.[0].length ?? 0) + 1 }),
  }
}
