import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parseEnv } from 'node:util'
import { checkConfig } from '../../config/check.ts'
import { formatFindings, summarise } from '../../config/format.ts'
import { createPluginLoader } from '../../core/plugins/load.ts'
import { builtIns } from '../fixtures/plugins/built-ins.ts'

// Each `case.yaml` stands beside `case.txt`, what the check says of it. Lines `# env: NAME=value` at its top are its
// environment. UPDATE_GOLDEN=1 writes the .txt files anew: read the difference before it is committed.
const folder = join(import.meta.dirname, 'golden')
const root = join(import.meta.dirname, '../..')
const inputs = (await readdir(folder)).filter(name => name.endsWith('.yaml'))

describe('the findings of a configuration', () => {
  for (const name of inputs) {
    it(`${name.replace('.yaml', '').replaceAll('-', ' ')} reads as in its golden file`, async () => {
      const said = await check(name)
      const golden = join(folder, name.replace('.yaml', '.txt'))
      if (process.env['UPDATE_GOLDEN']) await writeFile(golden, said)
      assert.ok(existsSync(golden), `run once with UPDATE_GOLDEN=1 to write ${golden}`)
      assert.equal(said, await readFile(golden, 'utf8'))
    })
  }

  it('has no golden file without its input', async () => {
    const texts = (await readdir(folder)).filter(name => name.endsWith('.txt'))
    assert.deepEqual(
      texts.filter(name => !inputs.includes(name.replace('.txt', '.yaml'))),
      [],
    )
  })
})

async function check(name: string): Promise<string> {
  const file = join(folder, name)
  const source = await readFile(file)
  const head = [...source.toString().matchAll(/^# env: (.*)$/gm)].map(([, line = '']) => line)
  const loader = createPluginLoader({ builtIns, appFolder: root })
  const { findings, text, config } = await checkConfig({ file, env: parseEnv(head.join('\n')), loader })
  const hasErrors = findings.some(finding => finding.severity === 'error')
  assert.equal(config === undefined, hasErrors, 'a configuration is answered if and only if there is no error')
  const near = findings.map(finding => ({ ...finding, file: name }))
  // Machines keep the repository in different places.
  const said = formatFindings(near, { text, colors: false }).replaceAll(`${root}/`, '').replaceAll(root, '<app>')
  return `${said}${said && '\n\n'}${summarise(findings)}\n`
}
