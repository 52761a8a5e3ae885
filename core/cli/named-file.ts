import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { Io } from './io.ts'

/** What is wrong with a file that the operator named, in plain words: exit code 1. */
export class FileError extends Error {
  override name = 'FileError'
}

/** What the system says of a file, in words that tell what to do. */
const CURES: Readonly<Record<string, (file: string, folder: string) => string>> = {
  EACCES: (file, folder) => `this user has no right to ${file}: give it the right, also to the folder ${folder}`,
  EPERM: (file, folder) => `this user has no right to ${file}: give it the right, also to the folder ${folder}`,
  EISDIR: file => `${file} is a folder: name a file in it`,
  ENOTDIR: (file, folder) => `${folder} is no folder, so that ${file} cannot be there: name another place`,
  ENOSPC: file => `there is no room left on the disk of ${file}: free some, or name a place on another disk`,
  EDQUOT: file => `this user may not fill the disk of ${file} further: free some, or name a place on another disk`,
  EROFS: file => `the disk of ${file} is read-only: name a place on another disk`,
  EEXIST: file => `${file} is there already, and nothing is overwritten: name another file`,
  Z_BUF_ERROR: file => `${file} is cut off: copy it again, or export anew`,
  Z_DATA_ERROR: file => `${file} is damaged or no .gz file: copy it again, or export anew`,
}

/** SQLite's primary code of a full disk. */
const SQLITE_FULL = 13

function codeOf(error: unknown): string | undefined {
  const { code, cause } = Object(error)
  if ((Number(Object(cause).errcode) & 0xff) === SQLITE_FULL) return 'ENOSPC'
  return typeof code === 'string' ? code : undefined
}

/** Does the work on a file that the operator named; what is wrong with the file is told in plain words. */
export async function withFile<T>(file: string, { cwd }: Io, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const folder = dirname(resolve(cwd, file))
    const short = (path: string) => (relative(cwd, path).startsWith('..') ? path : relative(cwd, path) || '.')
    const code = codeOf(error)
    const missing = existsSync(folder)
      ? `there is no file ${file}`
      : `there is no folder ${short(folder)}: make it first`
    const plain = code === 'ENOENT' ? missing : CURES[code ?? '']?.(file, short(folder))
    throw plain === undefined ? error : new FileError(plain, { cause: error })
  }
}
