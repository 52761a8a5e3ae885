import { dirname } from 'node:path'
import type { PluginContext } from '../../../core/contract/index.ts'

/** What SQLite's primary result codes (sqlite.org/rescode.html) mean to an operator. */
const CURES: Readonly<Record<number, (file: string) => string>> = {
  5: file => `${file} is locked by another program; stop it, or give each deployment a file of its own`,
  8: file => `${file} cannot be written to; let the user that runs this process write to it and to ${dirname(file)}`,
  10: file => `the disk of ${file} fails; look at the system's log, then restore from a backup`,
  11: file => `${file} is damaged; restore it from a backup together with its -wal file`,
  13: file => `there is no room left for ${file}; free disk space, or raise maxMegabytes`,
  14: file => `${file} cannot be opened; ${dirname(file)} must be a folder in which this process may create files`,
  26: file => `${file} is no SQLite database; set path to another file, or move this one away`,
}

/** Words the failures that an operator can mend; a constraint or a mistake in SQL goes through as it is. */
export function explainFailure(cause: unknown, file: string, error: PluginContext['error']): unknown {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return cause
  // The low byte is the primary code; the rest is its finer kind.
  const cure = CURES[cause.errcode & 0xff]
  return cure ? error('unavailable', cure(file), { cause }) : cause
}
