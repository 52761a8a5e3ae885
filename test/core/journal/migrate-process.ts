import { openTestJournal } from './open-journal.ts'

// A process of its own that makes the tables, beside others that do the same.
const [, , folder, url] = process.argv
if (!folder) throw new Error('name the folder')
const { close } = await openTestJournal({ folder, ...(url && { url }) })
await close()
