import { adviseOrigin } from '../network.ts'
import { settingCalled, settingMeantBy } from '../synonyms.ts'
import { error, suggest, suggestOne, warning } from './wording.ts'

/** What is wrong with a setting, wherever it stands. */
export const valueProblems = {
  unknownKey: (v: { key: string; known: readonly string[] }) =>
    error(
      'UNKNOWN_KEY',
      `there is no setting "${v.key}" here`,
      v.known.join() === 'use,with' && settingCalled(v.key, v.known) === undefined
        ? `options of a plugin stand under "with": with: { ${v.key}: … }`
        : suggestOne(settingMeantBy(v.key, v.known), v.known, 'settings'),
    ),
  missingKey: (v: { key: string; description?: string; example?: string }) =>
    error(
      'MISSING_KEY',
      `"${v.key}" is missing`,
      [v.description && `${v.key}: ${v.description}`, v.example && `For example ${v.key}: ${v.example}`]
        .filter(Boolean)
        .join(' '),
    ),
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
  origin: (v: { value?: string; shown: string }) =>
    error('ORIGIN', `${v.shown} is no origin of a web site`, adviseOrigin(v.value)),
  network: (v: { shown: string }) =>
    error(
      'NETWORK',
      `${v.shown} is no address and no network`,
      'write an IP address, or a network such as 10.0.0.0/8; loopback, linklocal and uniquelocal name the private ones',
    ),
  host: (v: { shown: string }) =>
    error(
      'HOST',
      `${v.shown} is no host that can be listened at`,
      'write 0.0.0.0 for every address of this machine, 127.0.0.1 for this machine only, or one of its addresses',
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
}
