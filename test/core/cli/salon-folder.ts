import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './terminal.ts'

const SALON = `version: 1
company: { name: Demo Salon, timezone: Europe/Moscow, locale: en, currency: RUB, country: RU, phone: "+7 495 000-00-00", hours: { mon-sun: 10:00-20:00 } }
crm:
  use: local
  with:
    services: [{ id: manicure, name: Manicure, durationMinutes: 60, price: 2000 }]
    employees: [{ id: olga, name: Olga }]
channels: { messages: { use: http } }
log: { level: error }
`

/** A folder with the configuration of a salon that keeps its own calendar; gone with the test or suite that says when. */
export function salonFolder(test: { after(work: () => void): void }, storage = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-salon-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'aiadmin.yaml'), SALON + storage)
  return folder
}

/** Ann books a manicure for tomorrow in the terminal, and then says what more there is. */
export async function annBooks(folder: string, more: readonly string[] = []): Promise<string> {
  const lines = ['a manicure tomorrow, please', '1', 'Ann, 8 (916) 123-45-67', '1', ...more]
  return (await run(['chat'], folder, { input: `${lines.join('\n')}\n` })).stdout
}

/** The services of the visits that the desk knows of her. */
export async function visitsOfAnn(folder: string): Promise<readonly string[]> {
  const { stdout } = await run(['export', '--phone=+7 916 123-45-67'], folder)
  const { conversations }: { conversations: readonly { visits: readonly { services: readonly string[] }[] }[] } =
    JSON.parse(stdout)
  return conversations.flatMap(({ visits }) => visits.flatMap(({ services }) => services))
}
