import type { YAMLError } from 'yaml'
import type { Problem } from './finding.ts'
import { problems } from './problems.ts'

/** Says in an operator's words what the YAML parser found. */
export function describeSyntaxError(error: YAMLError, text: string): Problem {
  const [start] = error.pos
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return problems.tab()
    case 'BAD_INDENT':
      return describeBracket(error) ?? problems.syntax({ reason: lower(error) })
    case 'MISSING_CHAR':
      return describeMissing(error)
    case 'BLOCK_AS_IMPLICIT_KEY':
      return problems.colonInText()
    case 'MULTILINE_IMPLICIT_KEY':
      return problems.noSpaceAfterColon()
    case 'BAD_SCALAR_START':
      return problems.badStart({ character: text.charAt(start) })
    case 'BAD_DQ_ESCAPE':
      return problems.badEscape({ sequence: text.slice(start, start + 2) })
    case 'MULTIPLE_DOCS':
      return problems.severalDocuments()
    case 'TAG_RESOLVE_FAILED':
      return problems.tag({ tag: text.slice(...error.pos) })
    case 'UNEXPECTED_TOKEN':
      if (/\{\{|\$$/.test(before)) return problems.bracesNeedQuotes()
      return /["'*][^"']*["'*]?\s*$/.test(before)
        ? problems.textAfterQuote()
        : problems.syntax({ reason: lower(error) })
    default:
      return problems.syntax({ reason: lower(error) })
  }
}

function describeBracket(error: YAMLError): Problem | undefined {
  const bracket = /end with an? ([\]}])/.exec(error.message)?.[1]
  return bracket ? problems.unclosedBracket({ bracket }) : undefined
}

function describeMissing(error: YAMLError): Problem {
  const quote = /closing (["'])/.exec(error.message)?.[1]
  if (quote) return problems.unclosedQuote({ quote })
  const bracket = /[\]}]/.exec(error.message)?.[0]
  return bracket ? problems.unclosedBracket({ bracket }) : problems.syntax({ reason: lower(error) })
}

function lower(error: YAMLError): string {
  return error.message.charAt(0).toLowerCase() + error.message.slice(1)
}
