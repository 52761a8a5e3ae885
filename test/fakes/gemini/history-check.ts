import type { WireContent, WirePart, WireRequest } from './wire.ts'

/** Google's documented stand-in for calls that the model did not make itself. */
const SKIP = 'skip_thought_signature_validator'

/**
 * Finds what the API would refuse in the history, or undefined. Signatures:
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function historyMistake(
  request: WireRequest,
  rules: { signatures: boolean; isOurs(part: WirePart): boolean },
): string | undefined {
  const contents = request.contents ?? []
  if (contents.length === 0) return 'GenerateContentRequest.contents: contents is not specified'
  for (const [index, content] of contents.entries()) {
    const mistake = contentMistake(content, index) ?? orderMistake(contents, index)
    if (mistake !== undefined) return mistake
  }
  return rules.signatures ? signatureMistake(contents, rules.isOurs) : undefined
}

function contentMistake({ role, parts = [] }: WireContent, index: number): string | undefined {
  const place = `GenerateContentRequest.contents[${index}]`
  if (role !== 'user' && role !== 'model') return 'Please use a valid role: user, model.'
  if (parts.length === 0) return `${place}.parts: contents.parts must not be empty.`
  const bare = parts.findIndex(
    part =>
      part.text === undefined &&
      part.functionCall === undefined &&
      part.functionResponse === undefined &&
      part.inlineData === undefined,
  )
  return bare < 0
    ? undefined
    : `${place}.parts[${bare}].data: required oneof field 'data' must have one initialized field`
}

const callsOf = (content: WireContent | undefined) => (content?.parts ?? []).flatMap(part => part.functionCall ?? [])
const resultsOf = (content: WireContent | undefined) =>
  (content?.parts ?? []).flatMap(part => part.functionResponse ?? [])

function orderMistake(contents: readonly WireContent[], index: number): string | undefined {
  const calls = callsOf(contents[index])
  const results = resultsOf(contents[index])
  if (calls.length > 0) {
    const before = contents[index - 1]
    if (before?.role !== 'user') {
      return 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'
    }
    const answers = resultsOf(contents[index + 1])
    if (answers.length !== calls.length) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'
    }
  }
  if (results.length === 0) return undefined
  const asked = callsOf(contents[index - 1])
  if (asked.length === 0)
    return 'Please ensure that function response turn comes immediately after a function call turn.'
  const stray = results.find(result => !asked.some(call => call.name === result.name && call.id === result.id))
  return stray && `Function response ${stray.name} (id ${stray.id}) answers no call of the turn before it.`
}

function signatureMistake(contents: readonly WireContent[], isOurs: (part: WirePart) => boolean): string | undefined {
  // The current turn begins after the last thing that the client wrote; only there a missing signature is refused.
  const begin = contents.findLastIndex(
    content => content.role === 'user' && content.parts?.some(part => part.functionResponse === undefined),
  )
  for (const [index, { parts = [] }] of contents.entries()) {
    const firstCall = parts.findIndex(part => part.functionCall !== undefined)
    for (const [place, part] of parts.entries()) {
      if (part.thoughtSignature === undefined) {
        if (index < begin || place !== firstCall) continue
        return `Function call is missing a thought_signature in functionCall parts. Additional data, function call \`${part.functionCall?.name}\`, position ${place + 1}.`
      }
      const skipped = part.thoughtSignature === SKIP && part.functionCall !== undefined
      if (!skipped && !isOurs(signedPart(parts, place))) return 'Corrupted thought signature.'
    }
  }
  return undefined
}

/** A signature in an empty text part, the end of a stream, speaks for the text before it. */
function signedPart(parts: readonly WirePart[], place: number): WirePart {
  const part = parts[place] ?? {}
  if (part.text !== '') return part
  const before = parts.slice(0, place).filter(other => other.text !== undefined && other.thought !== true)
  return { ...part, text: before.map(other => other.text).join('') }
}
