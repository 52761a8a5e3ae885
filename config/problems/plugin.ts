import { error, suggest, warning } from './wording.ts'

/** What is wrong with an instance, or with the plugin that it uses. */
export const pluginProblems = {
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
}
