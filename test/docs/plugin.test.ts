import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../support/command.ts'
import { openDesk } from './open-desk.ts'
import { readPage, root } from './pages.ts'

const source = readPage('docs/plugins.md').blocks.find(({ language }) => language === 'ts')?.text ?? ''
const key = 'a-made-up-key-of-a-test'
const deskWith = (until: string) => `
version: 1
company: { name: Mirabelle, timezone: Europe/London, locale: en, currency: GBP }
crm:
  use: local
  with:
    hours: { mon-sun: "10:00-20:00" }
    services: [{ id: haircut, name: Haircut, durationMinutes: 60, price: 45 }]
    employees: [{ id: anna, name: Anna }]
llm:
  holiday: { use: ./holiday.ts, with: { until: "${until}" } }
  rules: { use: rules }
channels: { messages: { use: http, with: { apiKeys: [{ name: site, key: "\${KEY}" }] } } }
`

/** The first answer to this text. */
async function answerOn(until: string, text: string): Promise<string> {
  const desk = await openDesk(deskWith(until), { env: { KEY: key }, files: { 'holiday.ts': source } })
  try {
    const response = await fetch(`${desk.url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ conversation: 'one', text }),
    })
    const { replies }: { replies: readonly { text: string }[] } = JSON.parse(await response.text())
    return replies[0]?.text ?? ''
  } finally {
    await desk.close()
  }
}

describe('the plugin of docs/plugins.md', () => {
  it('answers in the language of the client until its day has come', async () => {
    assert.match(await answerOn('2999-01-09', 'How much is a haircut?'), /open again on January 9/)
    assert.match(await answerOn('2999-01-09', 'Сколько стоит стрижка?'), /откроемся 9 января/)
  })

  it('leaves the turn to the next brain from that day on', async () => {
    assert.match(await answerOn('2001-01-09', 'How much is a haircut?'), /£45/)
  })

  it('refuses a day that is none', async () => {
    await assert.rejects(answerOn('2027-13-40', 'Hello'), /there is no day 2027-13-40/)
  })

  it('is right in the eyes of the compiler', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiadmin-docs-'))
    try {
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
      await writeFile(join(folder, 'holiday.ts'), source)
      const compilerOptions = {
        paths: { aiadmin: [join(root, 'core/contract/index.ts')] },
        typeRoots: [join(root, 'node_modules/@types')],
      }
      const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['holiday.ts'] }
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
      const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'))
      const { code, stdout } = await runCommand(process.execPath, [tsc], { cwd: folder })
      assert.equal(stdout, '')
      assert.equal(code, 0)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
