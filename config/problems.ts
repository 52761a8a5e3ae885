import type { Problem } from './finding.ts'
import { nearest } from './nearest.ts'
import { settingCalled, settingMeantBy } from './synonyms.ts'
import { adviseTimeZone } from './time-zone-advice.ts'

const error = (code: string, message: string, hint?: string): Problem => ({
  code: `AIADMIN_${code}`,
  severity: 'error',
  message,
  ...(hint ? { hint } : {}),
})

const warning = (code: string, message: string, hint?: string): Problem => ({
  ...error(code, message, hint),
  severity: 'warning',
})

/** `did you mean X?`, else the whole choice when it is short enough to be read. */
function suggest(word: string, known: readonly string[], noun: string): string | undefined {
  return suggestOne(nearest(word, known), known, noun)
}

function suggestOne(meant: string | undefined, known: readonly string[], noun: string): string | undefined {
  if (meant !== undefined) return `did you mean ${meant}?`
  // Every fact can be negated; naming each of them twice helps nobody.
  const listed = known.filter(name => !name.startsWith('not '))
  return listed.length > 0 && listed.length <= 20 ? `possible ${noun}: ${listed.join(', ')}` : undefined
}

/**
 * Everything that a check of the configuration can say, on one page. A code never changes its meaning; a text may
 * be improved.
 */
export const problems = {
  // The file
  fileMissing: (v: { looked: readonly string[]; verb: string }) =>
    error(
      'CONFIG_MISSING',
      `there is no configuration; looked for ${v.looked.join(', ')}`,
      `run: aiadmin init, or name the file: aiadmin ${v.verb} path/to/aiadmin.yaml`,
    ),
  fileIsFolder: (v: { file: string }) =>
    error(
      'CONFIG_MISSING',
      `${v.file} is a folder, not a file`,
      'a container engine makes an empty folder of a mounted file that is not there: check the path before the colon of the mount',
    ),
  fileUnreadable: (v: { file: string; reason: string }) =>
    error('CONFIG_UNREADABLE', `cannot read ${v.file}: ${v.reason}`, 'check the owner and the rights of the file'),
  notUtf8: () =>
    error('CONFIG_ENCODING', 'the file is not in UTF-8', 'save it again with the encoding UTF-8 (not Windows-1251)'),
  emptyFile: () =>
    error('CONFIG_EMPTY', 'the file holds no settings', 'run: aiadmin init in an empty folder to get a first one'),
  notABlock: (v: { found: string }) =>
    error('CONFIG_EMPTY', `the file must be a list of settings such as "version: 1", found ${v.found}`),

  // YAML
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

  // References
  variableMissing: (v: { name: string; empty: boolean; isOptional?: boolean }) =>
    error(
      'VARIABLE_MISSING',
      `the variable ${v.name} is ${v.empty ? 'empty' : 'not set'}`,
      `set ${v.name} in the environment or in .env beside this file${v.isOptional ? `, or write \${${v.name}:-}: this setting may be left out` : ''}`,
    ),
  aliasLoop: () =>
    error(
      'ALIAS_LOOP',
      'this alias (*) stands inside of what it names, so it would have no end',
      'write the settings out instead',
    ),
  badReference: (v: { reference: string }) =>
    error(
      'REFERENCE',
      `${v.reference} is no reference`,
      `write \${NAME}, \${NAME:-default} or \${file:/path}; $\${ stands for a literal \${`,
    ),
  referencedFile: (v: { path: string; reason: string }) =>
    error('REFERENCED_FILE', `cannot read ${v.path}: ${v.reason}`, 'check the path, or that the secret is mounted'),

  // Values
  unknownKey: (v: { key: string; known: readonly string[] }) =>
    error(
      'UNKNOWN_KEY',
      `there is no setting "${v.key}" here`,
      v.known.join() === 'use,with' && settingCalled(v.key, v.known) === undefined
        ? `options of a plugin stand under "with": with: { ${v.key}: … }`
        : suggestOne(settingMeantBy(v.key, v.known), v.known, 'settings'),
    ),
  missingKey: (v: { key: string; description?: string }) =>
    error('MISSING_KEY', `"${v.key}" is missing`, v.description && `${v.key}: ${v.description}`),
  emptyValue: (v: { key: string; reference?: string }) =>
    error('MISSING_KEY', `"${v.key}" is needed and ${v.reference ? `${v.reference} is empty` : 'has no value'}`),
  wrongType: (v: { wanted: string; found: string; hint?: string }) =>
    error('WRONG_TYPE', `must be ${v.wanted}, found ${v.found}`, v.hint),
  quoteIt: (v: { written: string }) =>
    error('NEEDS_QUOTES', `must be text, found ${v.written} without quotes`, `put it in quotes: "${v.written}"`),
  notOneOf: (v: { value: string; shown: string; noun?: string; known: readonly string[] }) =>
    error(
      'UNKNOWN_VALUE',
      `${v.shown} is ${v.noun ? `no ${v.noun}` : 'not possible here'}`,
      suggest(v.value, v.known, `${v.noun ?? 'value'}s`),
    ),
  outOfRange: (v: { rule: string; found: string }) => error('OUT_OF_RANGE', `must be ${v.rule}, found ${v.found}`),
  emptyText: () => error('EMPTY', 'must not be empty'),
  wrongLength: (v: { rule: string }) => error('LENGTH', `must have ${v.rule}`),
  notUnique: (v: { positions: readonly number[] }) =>
    error('NOT_UNIQUE', `the entries ${v.positions.toSorted((a, b) => a - b).join(' and ')} are the same`),
  wrongForm: (v: { shown: string; description?: string; example?: string }) =>
    error(
      'WRONG_FORM',
      `${v.shown} does not have the right form`,
      [v.description, v.example && `for example ${v.example}`].filter(Boolean).join('; '),
    ),
  badName: (v: { name: string }) =>
    error(
      'BAD_NAME',
      `"${v.name}" cannot name anything here`,
      'a name begins with a small Latin letter, followed by small letters, digits and dashes: web, telegram-2',
    ),
  otherRule: (v: { reason: string }) => error('INVALID', v.reason),
  literalSecret: () =>
    warning(
      'LITERAL_SECRET',
      'a secret stands in the file itself',
      `put it in .env and write "\${NAME}" here, so that this file can be shown and shared`,
    ),

  // Company
  timeZone: (v: { value: string; shown: string }) =>
    error('TIME_ZONE', `${v.shown} is no time zone`, adviseTimeZone(v.value)),
  currency: (v: { value: string; shown: string; known: readonly string[] }) =>
    error(
      'CURRENCY',
      `${v.shown} is no currency code`,
      suggest(v.value, v.known, '') ?? 'three letters as in ISO 4217: RUB, KZT, EUR',
    ),
  country: (v: { shown: string }) =>
    error('COUNTRY', `${v.shown} is no country code`, 'two letters as in ISO 3166: RU, KZ, DE'),
  countryNeeded: (v: { timezone: string; currency: string }) =>
    error(
      'COUNTRY',
      `the country cannot be told from ${v.timezone} and ${v.currency}`,
      'add it for reading phones, two letters as in ISO 3166: country: DE',
    ),
  hours: (v: { message: string }) => error('HOURS', v.message),
  phone: (v: { shown: string; country: string }) =>
    warning(
      'PHONE',
      `${v.shown} is no phone number that can be called in ${v.country}`,
      'one number with its prefix, such as +7 495 123-45-67: clients are sent to it as it stands here',
    ),

  // Instances and plugins
  instanceIsWord: (v: { word: string }) =>
    error('WRONG_TYPE', `must be a block of settings, found "${v.word}"`, `write: { use: ${v.word} }`),
  sameName: (v: { name: string; line: number }) =>
    error(
      'SAME_NAME',
      `two instances have the name "${v.name}"; the other one is in line ${v.line}`,
      `the name is the address /api/v1/${v.name} and stands in logs: rename one of them`,
    ),
  badUse: (v: { use: string; better?: string }) =>
    error(
      'PLUGIN_USE',
      `"${v.use}" names no plugin`,
      v.better
        ? `did you mean ${v.better}?`
        : 'write the word of a built-in, npm:<package>, or ./file.ts for a file beside this one',
    ),
  noBuiltIn: (v: { use: string; kind: string; known: readonly string[] }) =>
    error(
      'PLUGIN_UNKNOWN',
      `there is no built-in ${v.kind} plugin "${v.use}"`,
      `${suggest(v.use, v.known, `${v.kind} plugins`) ?? ''} (an installed package is named npm:${v.use})`.trim(),
    ),
  packageNotInstalled: (v: { name: string; looked: readonly string[] }) =>
    error(
      'PLUGIN_NOT_INSTALLED',
      `the package ${v.name} is not installed; looked from ${v.looked.join(' and ')}`,
      `run: npm install ${v.name}`,
    ),
  packageHasNoEntry: (v: { name: string; file: string }) =>
    error(
      'PLUGIN_NO_ENTRY',
      `the package ${v.name} is installed but exports nothing that can be imported`,
      `its author must name a main file under "exports" in ${v.file}`,
    ),
  pluginFileMissing: (v: { file: string; known: readonly string[]; use: string }) =>
    error('PLUGIN_FILE_MISSING', `there is no file ${v.file}`, suggest(v.use, v.known, 'files')),
  dependencyMissing: (v: { use: string; dependency: string }) =>
    error(
      'PLUGIN_DEPENDENCY_MISSING',
      `${v.use} was found, but it needs ${v.dependency}, which is not installed`,
      `run: npm install ${v.dependency}`,
    ),
  throwsAtImport: (v: { use: string; reason: string }) =>
    error(
      'PLUGIN_THROWS_AT_IMPORT',
      `${v.use} fails while it is loaded: ${v.reason}`,
      'this is a mistake in the plugin: tell its author',
    ),
  noDefaultExport: (v: { use: string }) =>
    error(
      'PLUGIN_NO_DEFAULT_EXPORT',
      `${v.use} has no default export`,
      'a plugin ends with: export default { kind, apiVersion, name, configSchema, create }',
    ),
  notAPlugin: (v: { use: string; member: string }) =>
    error(
      'PLUGIN_SHAPE',
      `the default export of ${v.use} is no plugin: ${v.member}`,
      'a plugin is one object { kind, apiVersion, name, configSchema, create }',
    ),
  wrongKind: (v: { use: string; wanted: string; found: string }) =>
    error(
      'PLUGIN_WRONG_KIND',
      `${v.use} is a plugin of the kind ${v.found}; a plugin of the kind ${v.wanted} is wanted here`,
    ),
  wrongVersion: (v: { use: string; found: string; supported: readonly number[] }) =>
    error(
      'PLUGIN_API_VERSION',
      `${v.use} is written for version ${v.found} of the plugin contract; this desk knows ${v.supported.join(', ')}`,
      Number(v.found) > Math.max(...v.supported) ? 'update aiadmin' : 'update the plugin',
    ),
  schemaNotClosed: (v: { use: string; where: string }) =>
    error(
      'PLUGIN_SCHEMA_OPEN',
      `${v.use} accepts any option: its configSchema is not closed at ${v.where}`,
      'this is a mistake in the plugin: it needs type: "object" and additionalProperties: false there',
    ),
  schemaInvalid: (v: { use: string; reason: string }) =>
    error(
      'PLUGIN_SCHEMA_INVALID',
      `the configSchema of ${v.use} is not valid: ${v.reason}`,
      'this is a mistake in the plugin: tell its author',
    ),
  roleMissing: (v: { use: string; role: string; roles: readonly string[] }) =>
    error(
      'PLUGIN_ROLE',
      `${v.use} cannot keep the ${v.role}; it can keep: ${v.roles.join(', ') || 'nothing'}`,
      `use another plugin for storage.${v.role}`,
    ),
  option: (v: { message: string; hint?: string; severity?: 'error' | 'warning' }) =>
    (v.severity === 'warning' ? warning : error)('PLUGIN_OPTION', v.message, v.hint),
  checkThrows: (v: { use: string; reason: string }) =>
    error(
      'PLUGIN_CHECK_THROWS',
      `${v.use} fails while it checks its options: ${v.reason}`,
      'this is a mistake in the plugin: tell its author',
    ),
  /** For the runtime: `create` is called only after every check has passed. */
  throwsInCreate: (v: { use: string; instance: string; reason: string }) =>
    error(
      'PLUGIN_THROWS_IN_CREATE',
      `${v.use} cannot be made into the instance "${v.instance}": ${v.reason}`,
      'check its options under "with"; when they are right, this is a mistake in the plugin',
    ),

  // Dialog
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

  // Texts
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
} satisfies Record<string, (values: never) => Problem>
