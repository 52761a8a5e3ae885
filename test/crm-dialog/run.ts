// `npm run crm:dialog [-- name …]`: one scripted dialog over each of the seven CRMs' stand-ins; prints the booked visit as
// the CRM's own API answers it.
import { SEVEN_CRMS } from '../support/seven-crms.ts'
import { playDialog } from './dialog.ts'

const USAGE = 64
const names = process.argv.slice(2)
const known = SEVEN_CRMS.map(({ name }) => name)
const unknown = names.find(name => !known.includes(name))
if (unknown !== undefined) {
  console.error(`there is no ${unknown}; the seven are ${known.join(', ')}`)
  process.exit(USAGE)
}

for (const crm of SEVEN_CRMS.filter(({ name }) => names.length === 0 || names.includes(name))) {
  console.log(`\n${crm.name}`)
  const { booked, moved, cancelled, violations } = await playDialog(crm, console.log)
  console.log(`  ${crm.name} itself, after the booking:`)
  for (const answer of booked.raw) console.log(JSON.stringify(answer, null, 2).replaceAll(/^/gm, '    '))
  const told = [booked, moved, cancelled].map(({ status, start }) => `${status} ${start}`)
  console.log(`  ${told.join(', then ')}; ${violations} violations of the provider's limits`)
}
