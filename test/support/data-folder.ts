import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Linux shows memory as a folder: what SQLite flushes there costs nothing. */
const IN_MEMORY = '/dev/shm'
const ROOM_BYTES = 2 ** 30

function isRoomy(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= ROOM_BYTES
  } catch {
    return false
  }
}

/** A new folder for the data of a desk, in memory where there is room. What a killed process has written stays there, too. */
export function newDataFolder(name: string): string {
  return mkdtempSync(join(isRoomy(IN_MEMORY) ? IN_MEMORY : tmpdir(), `aiadmin-${name}-`))
}
