import { error } from './wording.ts'

/** What is wrong with the file before a line of it is read. */
export const fileProblems = {
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
}
