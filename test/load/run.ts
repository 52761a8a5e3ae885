// `npm run crm:load [-- names]`: sixty clients at once for twenty times on the stand-in of every CRM, and what came of it.
import { SEVEN_CRMS } from '../support/seven-crms.ts'
import { type CrowdReport, faultsOf, letCrowdBook } from './crowd.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

const COLUMNS: readonly (readonly [title: string, of: (report: CrowdReport) => string | number])[] = [
  ['CRM', ({ crm }) => crm.name],
  ['booked', ({ count }) => count('booked')],
  ['requested', ({ count }) => count('requested')],
  ['offered others', ({ count }) => count('offered others')],
  ['told busy', ({ count }) => count('told busy')],
  ['calls', ({ traffic }) => traffic.begun.length],
  ['in a second', ({ traffic }) => traffic.mostWithin(SECOND_MS)],
  ['in a minute', ({ traffic }) => traffic.mostWithin(MINUTE_MS)],
  ['at a time', ({ traffic }) => traffic.mostAtOnce],
  ['the provider allows', ({ crm }) => crm.limit],
  ['violations', ({ violations }) => violations],
  ['longest silence', ({ longestWaitMs }) => `${longestWaitMs / SECOND_MS} s`],
  ['words between', ({ clients }) => clients.reduce((sum, { interim }) => sum + interim, 0)],
  ['all done after', ({ tookMs }) => `${tookMs / SECOND_MS} s`],
]

function table(reports: readonly CrowdReport[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...reports.map(report => COLUMNS.map(([, of]) => String(of(report))))]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

const names = process.argv.slice(2)
const unknown = names.find(name => !SEVEN_CRMS.some(crm => crm.name === name))
if (unknown !== undefined) {
  console.error(`there is no CRM ${unknown}; there are ${SEVEN_CRMS.map(({ name }) => name).join(', ')}`)
  process.exit(64)
}
const reports: CrowdReport[] = []
for (const crm of SEVEN_CRMS.filter(({ name }) => names.length === 0 || names.includes(name)))
  reports.push(await letCrowdBook(crm))
console.log(
  `60 clients at once, 20 times to be had; times are of the desk's clock, which was moved\n\n${table(reports)}`,
)
const faults = reports.flatMap(report => faultsOf(report).map(fault => `${report.crm.name}: ${fault}`))
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
