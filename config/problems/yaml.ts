import { error } from './wording.ts'

/** What keeps the file from being YAML. */
export const yamlProblems = {
  tab: () => error('YAML_TAB', 'the line is indented with a tab', 'replace the tab with spaces, two for each level'),
  duplicateKey: (v: { key: string; line: number }) =>
    error(
      'YAML_DUPLICATE_KEY',
      `"${v.key}" stands here a second time; the first is in line ${v.line}`,
      'keep one of the two, or put the lines below them together',
    ),
  indentation: (v: { column: number; columnAbove?: number }) =>
    error(
      'YAML_INDENTATION',
      `the line is not indented like its neighbours: it begins in column ${v.column}${v.columnAbove === undefined || v.columnAbove === v.column ? '' : `, the line above in column ${v.columnAbove}`}`,
      'lines of one block begin in the same column; use two spaces for each level',
    ),
  unclosedQuote: (v: { quote: string }) =>
    error('YAML_QUOTE', `a text that begins with ${v.quote} is never closed`, `put ${v.quote} at its end`),
  unclosedBracket: (v: { bracket: string }) =>
    error('YAML_BRACKET', `the list or block is not closed: ${v.bracket} is missing`, `put ${v.bracket} at its end`),
  colonInText: () =>
    error(
      'YAML_COLON',
      'there are two ": " in one line',
      'when the text itself holds ": ", put the whole text in quotes; else begin a new line',
    ),
  noSpaceAfterColon: () =>
    error('YAML_COLON', 'this is no setting: a name, a colon and a space are wanted', 'write "name: value"'),
  badStart: (v: { character: string }) =>
    error('YAML_QUOTE', `a text cannot begin with ${v.character}`, 'put the whole text in quotes'),
  bracesNeedQuotes: () =>
    error(
      'YAML_QUOTE',
      'a text with braces needs quotes here',
      `put the whole text in quotes: "{{ … }}" or "\${NAME}"`,
    ),
  textAfterQuote: () =>
    error(
      'YAML_QUOTE',
      'something follows after the end of the value',
      'put the whole value in quotes; inside of double quotes write \\" for a quote',
    ),
  badEscape: (v: { sequence: string }) =>
    error(
      'YAML_ESCAPE',
      `${v.sequence} means nothing in double quotes`,
      'use single quotes, or write \\\\ for a backslash',
    ),
  severalDocuments: () =>
    error(
      'YAML_DOCUMENTS',
      'a line of three dashes begins a second document',
      'one file is one desk: remove the line ---',
    ),
  unknownAnchor: (v: { name: string }) =>
    error(
      'YAML_ANCHOR',
      `*${v.name} refers to &${v.name}, which is not defined above`,
      'when a text begins with *, put it in quotes',
    ),
  tag: (v: { tag: string }) =>
    error('YAML_TAG', `${v.tag} is not understood`, `secrets come in as "\${NAME}" or "\${file:/run/secrets/name}"`),
  syntax: (v: { reason: string }) => error('YAML_SYNTAX', `this is not valid YAML: ${v.reason}`),
}
