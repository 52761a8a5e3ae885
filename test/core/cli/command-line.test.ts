import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parse } from 'yaml'
import { run } from './terminal.ts'

const sound = `version: 1
company: { name: Demo Salon, timezone: Europe/Moscow, locale: ru, currency: RUB, hours: { mon-sun: 10:00-20:00 } }
crm:
  use: local
  with:
    services: [{ id: cut, name: Haircut, durationMinutes: 60 }]
    employees: [{ id: anna, name: Anna }]
channels:
  messages: { use: http, with: { apiKeys: [{ name: site, key: "\${KEY:-}" }] } }
`

describe('the command line', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiadmin-'))
    await mkdir(join(folder, 'mounted/aiadmin.yaml'), { recursive: true })
    await writeFile(join(folder, 'sound.yaml'), sound)
    await writeFile(join(folder, 'broken.yaml'), sound.replace('currency', 'curency').replace('use: http', 'use: htp'))
  })
  after(() => rm(folder, { recursive: true }))

  it('explains itself', async () => {
    const { code, stdout } = await run(['--help'], folder)
    assert.equal(code, 0)
    for (const verb of ['start', 'init', 'check', 'doctor', 'chat', 'plugins', 'schema', 'setup'])
      assert.match(stdout, new RegExp(`^  ${verb} `, 'm'))
    assert.match((await run(['check', '--help'], folder)).stdout, /--print/)
    assert.match((await run(['--version'], folder)).stdout, /^\d+\.\d+\.\d+/)
  })

  it('ends with 64 when it is used wrongly', async () => {
    const unknown = await run(['chek'], folder)
    assert.equal(unknown.code, 64)
    assert.match(unknown.stderr, /did you mean check\?/)
    assert.equal((await run([], folder)).code, 64)
    const option = await run(['check', '--prnt'], folder)
    assert.equal(option.code, 64)
    assert.match(option.stderr, /usage: aiadmin check/)
    assert.equal((await run(['plugins', 'eat'], folder)).code, 64)
    assert.equal((await run(['init'], folder)).code, 64)
  })

  it('check ends with 78 and prints every finding with line and column', async () => {
    const { code, stdout } = await run(['check', 'broken.yaml'], folder)
    assert.equal(code, 78)
    assert.match(stdout, /^broken\.yaml:2:\d+ error company\.curency: .*\[AIADMIN_UNKNOWN_KEY\]$/m)
    assert.match(stdout, /^broken\.yaml:9:20 error channels\.messages\.use: /m)
    assert.match(stdout, /did you mean http\?/)
    assert.match(stdout, /3 errors\n$/)
  })

  it('check ends with 0 when all is well', async () => {
    assert.deepEqual(await run(['check', 'sound.yaml'], folder), {
      code: 0,
      stdout: `${join(folder, 'sound.yaml')}: no findings\n`,
      stderr: '',
    })
  })

  it('check finds the file that AIADMIN_CONFIG names', async () => {
    assert.equal((await run(['check'], '/', { env: { AIADMIN_CONFIG: join(folder, 'sound.yaml') } })).code, 0)
  })

  it('check without a file ends with 78 and names the path at which it looked', async () => {
    const missing = await run(['check'], folder)
    assert.equal(missing.code, 78)
    assert.match(missing.stderr, new RegExp(join(folder, 'aiadmin.yaml')))
    for (const verb of ['check', 'doctor']) {
      const { stderr } = await run([verb, 'nope.yaml'], folder)
      assert.match(stderr, new RegExp(`name the file: aiadmin ${verb} path/to/aiadmin.yaml`))
    }
    const mounted = await run(['check', 'mounted/aiadmin.yaml'], folder)
    assert.equal(mounted.code, 78)
    assert.match(mounted.stderr, /is a folder/)
  })

  it('check --json answers data', async () => {
    const { stdout, code } = await run(['check', 'broken.yaml', '--json'], folder)
    const answer = JSON.parse(stdout)
    assert.equal(code, 78)
    assert.equal(answer.ok, false)
    assert.deepEqual(Object.keys(answer.findings[0]).sort(), [
      'code',
      'column',
      'file',
      'hint',
      'length',
      'line',
      'message',
      'path',
      'severity',
    ])
  })

  it('check --print shows what takes effect, without secrets', async () => {
    const { stdout, code } = await run(['check', 'sound.yaml', '--print'], folder, {
      env: { KEY: 'a-key-of-sixteen-letters' },
    })
    assert.equal(code, 0)
    assert.doesNotMatch(stdout, /a-key-of-sixteen/)
    const printed = parse(stdout)
    assert.equal(printed.channels.messages.with.apiKeys[0].key, '***')
    assert.equal(printed.channels.messages.with.apiKeys[0].name, 'site')
    assert.equal(printed.crm.with.gridMinutes, 30)
    assert.equal(printed.company.country, 'RU')
  })

  it('init writes a first configuration that has no findings, and never a second one', async () => {
    for (const [name, locale, brain] of [
      ['ru.yaml', 'ru', 'rules'],
      ['en.yaml', 'en', 'gemini'],
    ] as const) {
      const contact = ['--phone=+7 495 123-45-67', '--address=1, High Street']
      const args = ['init', name, `--name=Salon: "A" #1`, `--locale=${locale}`, `--brain=${brain}`, ...contact]
      const written = await run(args, folder, { env: { GEMINI_API_KEY: 'demo' } })
      assert.deepEqual([written.code, written.stderr], [0, ''], written.stdout)
      assert.doesNotMatch(written.stdout, /error|warning/)
      const text = await readFile(join(folder, name), 'utf8')
      const { company } = parse(text)
      assert.deepEqual(
        [company.name, company.phone, company.address],
        ['Salon: "A" #1', '+7 495 123-45-67', '1, High Street'],
      )
      assert.deepEqual(Object.keys(parse(text).llm), brain === 'gemini' ? ['gemini', 'rules'] : ['rules'])
      const again = await run(args, folder)
      assert.equal(again.code, 1)
      assert.equal(await readFile(join(folder, name), 'utf8'), text)
    }
  })

  it('init asks who sits at the keyboard', async () => {
    const enter = '\r'
    const down = '\u001b[B'
    const asked = await run(['init', 'asked.yaml'], folder, {
      keys: [
        ['Language of your clients', `${down}${enter}`],
        ['Name of the business', `Nails & Co${enter}`],
        ['Time zone', enter],
        ['Currency', `${'\u007f'.repeat(3)}EUR${enter}`],
        ['Phone', `+44 20 7946 0018${enter}`],
        ['Address', enter],
        ['Who leads', enter],
      ],
    })
    assert.deepEqual([asked.code, asked.stderr], [0, ''])
    const { company, llm } = parse(await readFile(join(folder, 'asked.yaml'), 'utf8'))
    assert.deepEqual([company.name, company.locale, company.currency], ['Nails & Co', 'en', 'EUR'])
    assert.deepEqual([company.phone, company.address], ['+44 20 7946 0018', undefined])
    assert.deepEqual(Object.keys(llm), ['rules'])
  })

  it('init goes on in Russian with who chose it, and helps with the time zone', async () => {
    const enter = '\r'
    const asked = await run(['init', 'по-русски.yaml'], folder, {
      keys: [
        ['Language of your clients', enter],
        ['Как называется', `Ромашка${enter}`],
        ['Часовой пояс', `${'\u007f'.repeat(40)}Europe/Kazan${enter}`],
        ['большая часть запада России — Europe/Moscow', `${'\u007f'.repeat(12)}Europe/Moscow${enter}`],
        ['Валюта', enter],
        ['Телефон', `+7 843 200-00-00${enter}`],
        ['Адрес', `Казань, "Дом", 1${enter}`],
        ['Кто ведёт', enter],
      ],
    })
    assert.deepEqual([asked.code, asked.stderr], [0, ''])
    const { company } = parse(await readFile(join(folder, 'по-русски.yaml'), 'utf8'))
    assert.deepEqual(
      [company.name, company.timezone, company.currency, company.phone, company.address],
      ['Ромашка', 'Europe/Moscow', 'RUB', '+7 843 200-00-00', 'Казань, "Дом", 1'],
    )
    assert.doesNotMatch(asked.stdout, /Name of|Time zone|Currency|Phone|Address|Who leads/)
  })

  it('init writes nothing when the person gives up', async () => {
    const { code } = await run(['init', 'given-up.yaml'], folder, { keys: [['Language of your clients', '\u0003']] })
    assert.equal(code, 1)
    await assert.rejects(readFile(join(folder, 'given-up.yaml')))
  })

  it('init refuses answers that cannot be right', async () => {
    for (const flag of ['--timezone=Mars', '--currency=RUR', '--locale=de', '--brain=cat']) {
      assert.equal((await run(['init', 'x.yaml', '--name=A', flag], folder)).code, 64)
    }
  })

  describe('plugins list', () => {
    const plugin = join(import.meta.dirname, '../../fixtures/plugins/calendar.ts')
    before(async () => {
      const installed = join(folder, 'node_modules/aiadmin-llm-oracle')
      await mkdir(installed, { recursive: true })
      await writeFile(
        join(installed, 'package.json'),
        JSON.stringify({ name: 'aiadmin-llm-oracle', version: '2.3.4', type: 'module', exports: './index.js' }),
      )
      await writeFile(
        join(installed, 'index.js'),
        `export default {
          kind: 'llm', apiVersion: 1, name: 'oracle', description: 'Knows.',
          configSchema: { type: 'object', additionalProperties: false, properties: {} },
          create: () => ({ capabilities: { media: ['image/png', 'image/jpeg'] }, generate: () => { throw new Error('never') } }),
        }`,
      )
      const own = sound.replace(
        /crm:[\s\S]*?channels/,
        `crm: { use: ${plugin} }\nllm: { oracle: { use: npm:aiadmin-llm-oracle } }\nchannels`,
      )
      await writeFile(join(folder, 'own.yaml'), own)
    })

    it('shows kind, name, version and what each can do, within 100 columns', async () => {
      const { stdout, code } = await run(['plugins', 'list'], folder)
      assert.equal(code, 0)
      const version = (await run(['--version'], folder)).stdout.trim()
      for (const name of ['web', 'http', 'gemini', 'rules', 'sqlite', 'local', 'yclients', 'onec'])
        assert.match(
          stdout,
          new RegExp(`^(channel|llm|storage|crm) +${name} +${version.replaceAll('.', '\\.')} +\\S`, 'm'),
        )
      const [, easyweek = ''] = /^crm +easyweek ([\s\S]*?)^crm/m.exec(stdout) ?? []
      assert.match(
        easyweek.replace(/\s+/g, ' '),
        /can: finds clients · adds clients · moves visits by booking anew · cancels/,
      )
      assert.doesNotMatch(stdout, /depends on its options/)
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line)
    })

    it('names the packages and files of the configuration, with the version of their package', async () => {
      const { stdout, code } = await run(['plugins', 'list', 'own.yaml'], folder)
      assert.equal(code, 0)
      assert.match(stdout, /^llm +oracle +2\.3\.4 +Knows\.\n +can: understands image\n +use: npm:aiadmin-llm-oracle$/m)
      assert.match(
        stdout,
        /^crm +calendar +– +A book of visits for tests\.\n +can: .*\n(?: .*\n)* +use: \S+calendar\.ts$/m,
      )
    })

    it('is JSON for programs', async () => {
      const { stdout } = await run(['plugins', 'list', 'own.yaml', '--json'], folder)
      const listed: Record<string, unknown>[] = JSON.parse(stdout)
      assert.deepEqual(
        listed.find(({ name }) => name === 'oracle'),
        {
          kind: 'llm',
          name: 'oracle',
          use: 'npm:aiadmin-llm-oracle',
          version: '2.3.4',
          description: 'Knows.',
          capabilities: { media: ['image/png', 'image/jpeg'] },
        },
      )
      const { capabilities } = listed.find(({ name }) => name === 'bitrix24') ?? {}
      assert.deepEqual([Object(capabilities).reschedule, Object(capabilities).changes], ['time', true])
    })
  })
})
