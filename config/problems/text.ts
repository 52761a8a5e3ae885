import { error, suggest } from './wording.ts'

/** What is wrong with a text that the operator changed. */
export const textProblems = {
  unknownText: (v: { key: string; known: readonly string[] }) =>
    error('TEXT_UNKNOWN', `there is no text "${v.key}"`, suggest(v.key, v.known, 'texts')),
  badText: (v: { reason: string }) =>
    error('TEXT_FORM', `the text is not valid: ${v.reason}`, "values stand in {braces}; write '{' for a brace itself"),
  unknownPlaceholder: (v: { name: string; known: readonly string[] }) =>
    error(
      'TEXT_PLACEHOLDER',
      `this text has no value {${v.name}}`,
      suggest(v.name, v.known, 'values') ?? (v.known.length === 0 ? 'it has no values at all' : undefined),
    ),
}
