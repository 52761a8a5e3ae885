import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Damages the database under whoever has it open, beyond what SQLite keeps in memory of it. */
export function damageDatabase({ dataFolder }: { dataFolder: string }): void {
  const file = join(dataFolder, 'aiadmin.sqlite')
  // Another program's write makes SQLite forget its cache; after the checkpoint everything stands in the one file.
  const other = new DatabaseSync(file)
  other.exec('create table damage (id integer); pragma wal_checkpoint(truncate)')
  other.close()
  writeFileSync(file, 'Dear diary, '.repeat(10_000))
}
