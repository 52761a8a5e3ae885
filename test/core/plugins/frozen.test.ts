import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createDeskLoader } from '../../../core/cli/desk-file.ts'
import type { Kind } from '../../../core/contract/index.ts'
import { testChannel, testCrm, testLlm, testStorage } from '../../../core/testkit/index.ts'
import { secret, startGateway } from '../../docs/sms-gateway.ts'
import { runCommand } from '../../support/command.ts'

const root = join(import.meta.dirname, '../../..')
const frozen = join(root, 'test/fixtures/frozen/version-1')
const loader = createDeskLoader()

async function load<K extends Kind>(kind: K) {
  const loaded = await loader.load({ kind, use: `./${kind}.ts`, folder: frozen })
  assert.ok(!('problem' in loaded), JSON.stringify(loaded))
  return { plugin: loaded.plugin, module: `file://${frozen}/${kind}.ts` }
}

testChannel({ ...(await load('channel')), config: gateway => ({ gateway, secret }), provider: startGateway })
testCrm({ ...(await load('crm')), config: { times: ['10:00', '12:00', '15:00'] } })
testLlm({ ...(await load('llm')), config: { until: '2999-01-09' } })
testStorage({
  ...(await load('storage')),
  config: {},
  takeAway: ({ dataFolder }) => rmSync(join(dataFolder, 'sessions'), { recursive: true }),
})

describe('plugins of version 1 of the contract', () => {
  it('are right in the eyes of the compiler', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aiadmin-frozen-'))
    try {
      const compilerOptions = {
        paths: { aiadmin: [join(root, 'core/contract/index.ts')] },
        typeRoots: [join(root, 'node_modules/@types')],
      }
      const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: [frozen], exclude: [] }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
      const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'))
      const { code, stdout } = await runCommand(process.execPath, [tsc], { cwd: folder })
      assert.equal(stdout, '')
      assert.equal(code, 0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
