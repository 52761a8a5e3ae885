import { error } from './wording.ts'

/** What is wrong with `${…}` and with aliases. */
export const referenceProblems = {
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
}
