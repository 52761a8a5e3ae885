import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createDeskLoader } from '../../core/cli/desk-file.ts'
import type { Kind } from '../../core/contract/index.ts'
import { testChannel, testCrm, testLlm, testStorage } from '../../core/testkit/index.ts'
import { runCommand } from '../support/command.ts'
import { openDesk } from './open-desk.ts'
import { readPage, root, shownPlugins } from './pages.ts'
import { secret, startGateway } from './sms-gateway.ts'

const key = 'a-made-up-key-of-a-test'
const shown = shownPlugins()
const folder = mkdtempSync(join(tmpdir(), 'aiadmin-docs-'))
after(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
for (const [file, source] of shown) writeFileSync(join(folder, file), source)

/** The plugin as a desk loads it. */
async function load<K extends Kind>(kind: K, file: string) {
  const loaded = await createDeskLoader().load({ kind, use: `./${file}`, folder })
  assert.ok(!('problem' in loaded), JSON.stringify(loaded))
  return { plugin: loaded.plugin, module: `file://${join(folder, file)}` }
}

testChannel({
  ...(await load('channel', 'sms.ts')),
  config: gateway => ({ gateway, secret }),
  provider: startGateway,
})
testCrm({ ...(await load('crm', 'one-chair.ts')), config: { times: ['10:00', '12:00', '15:00'] } })
testLlm({ ...(await load('llm', 'holiday.ts')), config: { until: '2999-01-09' } })
testStorage({
  ...(await load('storage', 'folder.ts')),
  config: {},
  takeAway: ({ dataFolder }) => rmSync(join(dataFolder, 'sessions'), { recursive: true }),
})

const blocks = {
  company: 'company: { name: Mirabelle, timezone: Europe/London, locale: en, currency: GBP }',
  crm: `crm:
  use: local
  with:
    hours: { mon-sun: "10:00-20:00" }
    services: [{ id: haircut, name: Haircut, durationMinutes: 60, price: 45 }]
    employees: [{ id: anna, name: Anna }]`,
  channels: `channels: { messages: { use: http, with: { apiKeys: [{ name: site, key: "\${KEY}" }] } } }`,
}

/** A desk of these blocks with every plugin that the pages show beside it. */
function open(changed: Partial<typeof blocks> & { more?: string }, env: Readonly<Record<string, string>> = {}) {
  const yaml = ['version: 1', ...Object.values({ ...blocks, ...changed })].join('\n')
  return openDesk(yaml, { env: { KEY: key, ...env }, files: Object.fromEntries(shown) })
}

/** What the desk answers a client of the channel `messages`. */
async function say(url: string, text: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ conversation: 'one', text }),
  })
  const { replies }: { replies: readonly { text: string }[] } = JSON.parse(await response.text())
  return replies.map(reply => reply.text).join('\n')
}

/** The first answer while the holiday lasts until this day. */
async function answerOn(until: string, text: string): Promise<string> {
  const desk = await open({
    more: `llm: { holiday: { use: ./holiday.ts, with: { until: "${until}" } }, rules: { use: rules } }`,
  })
  try {
    return await say(desk.url, text)
  } finally {
    await desk.close()
  }
}

describe('the language model of docs/plugins', () => {
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
})

describe('the CRM of docs/plugins', () => {
  it('is asked for times and takes a booking', async () => {
    const desk = await open({ crm: 'crm: { use: ./one-chair.ts, with: { times: ["10:00", "12:00", "15:00"] } }' })
    try {
      assert.match(
        await say(desk.url, 'A haircut the day after tomorrow at 12:00, please. Anna, +44 7911 123456'),
        /12:00/,
      )
      assert.match(await say(desk.url, 'yes'), /You are booked/)
      assert.match(await say(desk.url, 'my bookings'), /12:00/)
    } finally {
      await desk.close()
    }
  })
})

describe('the storage of docs/plugins', () => {
  it('keeps the sessions of a desk', async () => {
    const desk = await open({ more: 'storage: { sessions: { use: ./folder.ts } }' })
    try {
      assert.match(await say(desk.url, 'How much is a haircut?'), /£45/)
    } finally {
      await desk.close()
    }
  })
})

describe('the channel of docs/plugins', () => {
  it('takes what the gateway brings and hands it the answer, and nobody else', async () => {
    const { promise: sent, resolve } = Promise.withResolvers<{ authorization: string | undefined; body: unknown }>()
    const gateway = createServer(async (request, response) => {
      resolve({ authorization: request.headers.authorization, body: await json(request) })
      response.writeHead(202).end('{"id":"1"}')
    })
    await new Promise<void>(ready => gateway.listen(0, '127.0.0.1', ready))
    const address = gateway.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const channels = `channels: { sms: { use: ./sms.ts, with: { gateway: "http://127.0.0.1:${port}", secret: "\${SECRET}" } } }`
    const desk = await open({ channels }, { SECRET: secret })
    try {
      const post = (authorization: string) =>
        fetch(`${desk.url}/api/v1/sms/inbox`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ id: 'm1', from: '+447911123456', text: 'How much is a haircut?' }),
        })
      assert.equal((await post('Bearer a-made-up-secret-of-a-tesT')).status, 401)
      assert.equal((await post(`Bearer ${secret}`)).status, 204)
      const { authorization, body } = await sent
      assert.equal(authorization, `Bearer ${secret}`)
      assert.equal(Object(body).to, '+447911123456')
      assert.match(Object(body).text, /£45/)
    } finally {
      await desk.close()
      gateway.close()
    }
  })
})

describe('the plugins of docs/plugins', () => {
  it('are tested as the one that aiadmin plugins new writes', () => {
    const written = readFileSync(join(root, 'core/cli/templates/crm/test/conformance.test.ts'), 'utf8')
    const [block] = readPage('docs/plugins/publishing.md').blocks.filter(({ language }) => language === 'ts')
    assert.equal(block?.text, written.replace('../../../../testkit/index.ts', 'aiadmin/testkit'))
  })

  it('are begun from a clone with the package that npm pack writes there', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const blocks = readPage('docs/plugins/README.md').blocks.filter(({ text }) => text.includes('npm pack'))
    assert.deepEqual(
      blocks.map(({ text }) => /install -D (.*)/.exec(text)?.[1]),
      [`../aiadmin/aiadmin-${version}.tgz`],
    )
  })

  it('are one of each kind, and right in the eyes of the compiler', async () => {
    assert.deepEqual([...shown.keys()].sort(), ['folder.ts', 'holiday.ts', 'one-chair.ts', 'sms.ts'])
    const compilerOptions = {
      paths: { aiadmin: [join(root, 'core/contract/index.ts')] },
      typeRoots: [join(root, 'node_modules/@types')],
    }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*.ts'], exclude: [] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'))
    const { code, stdout } = await runCommand(process.execPath, [tsc], { cwd: folder })
    assert.equal(stdout, '')
    assert.equal(code, 0)
  })
})
