import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { check, codesOf, company, configOf } from './desk.ts'

const least = `version: 1\n${company}\ncrm: { use: local }\n`

describe('a checked configuration', () => {
  it('fills in what the file leaves out: the rules brain, SQLite and the web chat', async () => {
    const config = await configOf(least)
    assert.deepEqual(
      [...config.llm, ...config.channels, config.crm, config.storage.journal].map(({ instance, kind, use }) => [
        instance,
        kind,
        use,
      ]),
      [
        ['rules', 'llm', 'rules'],
        ['web', 'channel', 'web'],
        ['crm', 'crm', 'local'],
        ['journal', 'storage', 'sqlite'],
      ],
    )
    assert.equal(config.storage.sessions, undefined)
    assert.deepEqual(config.server, {
      host: '0.0.0.0',
      port: 8000,
      trustProxy: false,
      origins: [],
      bodyLimitBytes: 262_144,
      requestsPerMinute: 300,
    })
    assert.deepEqual(config.retention, { messagesDays: 365, providerIdsDays: 14 })
    assert.equal(config.business, 'default')
    assert.equal(config.logLevel, 'info')
    assert.deepEqual(config.crm.config, { noticeMinutes: 60, online: true })
  })

  it('keeps the order of the brains, in which they take over', async () => {
    const config = await configOf(`${least}llm: { zeta: { use: gemini }, alpha: { use: rules } }\n`)
    assert.deepEqual(
      config.llm.map(({ instance }) => instance),
      ['zeta', 'alpha'],
    )
  })

  it('brings a name in two languages, or in the other one alone, into the form of the contract', async () => {
    const nameOf = async (name: string) => {
      const { company } = await configOf(`${least.replace('Demo Salon', name)}`)
      return [company.name, company.names]
    }
    assert.deepEqual(await nameOf('Daisy'), ['Daisy', undefined])
    assert.deepEqual(await nameOf('{ en: Daisy, ru: Ромашка }'), ['Ромашка', { en: 'Daisy', ru: 'Ромашка' }])
    assert.deepEqual(await nameOf('{ en: Daisy }'), ['Daisy', { en: 'Daisy' }])
  })

  it('puts the files of the FAQ behind its answers, as links that brackets in their names do not end', async () => {
    const faq = (...entries: readonly string[]) =>
      `${company.slice(0, -2)}, faq: [${entries.join(', ')}] }\ncrm: { use: local }\nversion: 1\n`
    const text = faq(
      '{ question: Q, answer: { ru: Вот, en: Here }, file: "a [1] (2).PNG" }',
      '{ question: Q, answer: Look, file: "https://x.example/p (1).pdf" }',
      '{ question: Q, answer: Plain }',
    )
    const { company: checked, files } = await configOf(text, { files: { 'a [1] (2).PNG': 'picture' } })
    const [file] = files
    const link = `[a 1 2.PNG](file:${file?.id})`
    assert.deepEqual(
      checked.faq.map(({ answer }) => answer),
      [{ ru: `Вот ${link}`, en: `Here ${link}` }, 'Look [p 1.pdf](https://x.example/p%20%281%29.pdf)', 'Plain'],
    )
    assert.deepEqual(
      files.map(({ path, media, mimeType }) => [path, media, mimeType]),
      [['/desk/a [1] (2).PNG', 'image', 'image/png']],
    )
    const large = { 'a.png': 'x'.repeat(5 * 1024 * 1024 + 1) }
    assert.deepEqual(await codesOf(faq('{ question: Q, answer: A, file: a.png }'), { files: large }), [
      'AIADMIN_FAQ_FILE_SIZE',
    ])
  })

  it('brings opening hours into the form of the contract', async () => {
    const { company } = await configOf(
      'version: 1\ncompany:\n  name: A\n  timezone: Europe/Moscow\n  locale: ru\n  currency: RUB\n' +
        '  hours: { mon-tue: "9:00-18:00", sat: ["10:00-12:00", "13:00-24:00"], exceptions: { "2026-12-31": closed } }\n' +
        'crm: { use: local }\n',
    )
    const day = [{ from: '09:00', to: '18:00' }]
    assert.deepEqual(company.hours?.week.tue, day)
    assert.deepEqual(company.hours?.week.sat, [
      { from: '10:00', to: '12:00' },
      { from: '13:00', to: '24:00' },
    ])
    assert.deepEqual(company.hours?.week.sun, [])
    assert.deepEqual(company.hours?.exceptions, { '2026-12-31': [] })
  })

  for (const [timezone, currency, country] of [
    ['Europe/Moscow', 'RUB', 'RU'],
    ['Asia/Almaty', 'KZT', 'KZ'],
    ['Europe/Moscow', 'USD', 'RU'],
    ['Europe/Berlin', 'EUR', 'DE'],
    ['Europe/Kyiv', 'UAH', 'UA'],
    ['America/New_York', 'USD', 'US'],
  ] as const) {
    it(`takes phones of ${timezone} with ${currency} for those of ${country}`, async () => {
      const config = await configOf(
        `version: 1\ncompany: { name: A, timezone: ${timezone}, locale: en, currency: ${currency} }\ncrm: { use: local }\n`,
      )
      assert.equal(config.company.country, country)
    })
  }

  it('takes origins as browsers send them, each once', async () => {
    const { server } = await configOf(
      `${least}server: { origins: ["https://ромашка.рф", "https://A.example:443/", "https://a.example", "http://[::1]:8080", "*"] }\n`,
    )
    assert.deepEqual(server.origins, [
      'https://xn--80aa3agjl3d.xn--p1ai',
      'https://a.example',
      'http://[::1]:8080',
      '*',
    ])
  })

  it('says nothing in a hint of what a reference brings for an origin', async () => {
    const { findings } = await check(`${least}server: { origins: ["\${SITE}"] }\n`, { env: { SITE: 'key.of/secret' } })
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['AIADMIN_ORIGIN'],
    )
    assert.doesNotMatch(JSON.stringify(findings), /key\.of/)
  })

  it('cannot be changed by anybody', async () => {
    const config = await configOf(`${least}server: { origins: ["https://a.example"] }\n`)
    for (const part of [config, config.company, config.server.origins, config.dialog.states, config.crm.config]) {
      assert.ok(Object.isFrozen(part))
    }
  })

  it('answers with warnings, and without errors only', async () => {
    const { config, findings } = await check(`version: 1\n${company}\ncrm: { use: local, with: { token: typed-in } }\n`)
    assert.deepEqual(
      findings.map(({ severity, code }) => [severity, code]),
      [['warning', 'AIADMIN_LITERAL_SECRET']],
    )
    assert.ok(config)
  })
})

describe('references', () => {
  it('come from the environment, from .env beside the file and from mounted files', async () => {
    const { crm, server } = await configOf(
      `version: 1\n${company}\ncrm: { use: local, with: { token: "\${file:secrets/token}", account: "a-\${ACCOUNT}-\${REGION:-ru}" } }\n` +
        `server: { port: "\${PORT}", host: "\${HOST}" }\n`,
      { env: { PORT: '9000' }, files: { '.env': 'PORT=1\nHOST=127.0.0.1\nACCOUNT=12\n', 'secrets/token': 's3cret\n' } },
    )
    assert.deepEqual(crm.config, { token: 's3cret', account: 'a-12-ru', noticeMinutes: 60, online: true })
    assert.equal(server.port, 9000)
    assert.equal(server.host, '127.0.0.1')
  })

  it('never turn into YAML structure', async () => {
    const { crm } = await configOf(`version: 1\n${company}\ncrm: { use: local, with: { token: "\${T}" } }\n`, {
      env: { T: `a: b # {"c": [1]}\n- \${PATH}` },
    })
    assert.deepEqual(Reflect.get(Object(crm.config), 'token'), `a: b # {"c": [1]}\n- \${PATH}`)
  })

  it('leave text what looks like a number, where text is wanted', async () => {
    const { crm } = await configOf(`version: 1\n${company}\ncrm: { use: local, with: { account: "\${A}" } }\n`, {
      env: { A: '0012' },
    })
    assert.equal(Reflect.get(Object(crm.config), 'account'), '0012')
  })

  it('that bring nothing count as left out', async () => {
    const { server } = await configOf(`${least}server: { publicUrl: "\${PUBLIC_URL:-}", port: "\${PORT:-}" }\n`)
    assert.equal(server.publicUrl, undefined)
    assert.equal(server.port, 8000)
  })

  it('show no value of the environment in a finding', async () => {
    const { findings } = await check(`${least}server: { port: "\${PORT}" }\nlog: { level: "\${LEVEL}" }\n`, {
      env: { PORT: 'hunter2', LEVEL: 'hunter2' },
    })
    assert.equal(findings.length, 2)
    assert.doesNotMatch(JSON.stringify(findings), /hunter2/)
  })

  it('are not read in keys', async () => {
    assert.deepEqual(await codesOf(`${least}"\${SERVER}": {}\n`, { env: { SERVER: 'server' } }), [
      'AIADMIN_UNKNOWN_KEY',
    ])
  })
})

describe('a dialog', () => {
  it('keeps of the one that it extends what it does not change', async () => {
    const before = (await configOf(least)).dialog
    const after = (
      await configOf(`${least}dialog: { states: { GREETING: { prompt: { en: Be brief. } } }, maxSteps: 3 }\n`)
    ).dialog
    assert.equal(after.maxSteps, 3)
    assert.equal(Reflect.get(Object(after.states['GREETING']?.prompt), 'en'), 'Be brief.')
    assert.equal(
      Reflect.get(Object(after.states['GREETING']?.prompt), 'ru'),
      Reflect.get(Object(before.states['GREETING']?.prompt), 'ru'),
    )
    assert.deepEqual(after.states['GREETING']?.tools, before.states['GREETING']?.tools)
    assert.deepEqual(Object.keys(after.states), Object.keys(before.states))
  })

  it('may be written from nothing', async () => {
    const { dialog } = await configOf(
      `${least}dialog: { extends: none, persona: P, initial: A, states: { A: { prompt: Talk., next: [{ when: not idle, to: A }] } } }\n`,
    )
    assert.deepEqual(dialog.states, { A: { prompt: 'Talk.', tools: [], next: [{ when: ['not idle'], to: 'A' }] } })
  })
})

describe('texts', () => {
  it("are core's and the plugins', with the operator's changes, written flat or nested", async () => {
    const { texts } = await configOf(
      `${least}texts: { ru: { calendar.closed: "До {date}" }, en: { calendar: { closed: "Till {date}" } } }\n`,
    )
    assert.equal(texts.ru['calendar.closed'], 'До {date}')
    assert.equal(texts.en['calendar.closed'], 'Till {date}')
    assert.ok(Object.keys(texts.ru).length > 1)
  })
})

describe('a file that cannot be read', () => {
  it('is a finding, not a crash', async () => {
    const { checkConfig } = await import('../../config/check.ts')
    const { findings, config } = await checkConfig({
      file: '/desk/aiadmin.yaml',
      env: {},
      loader: { load: () => assert.fail('nothing is to be loaded') },
      readFile: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })),
    })
    assert.equal(config, undefined)
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['AIADMIN_CONFIG_UNREADABLE'],
    )
  })

  it('is one finding when its aliases multiply without end', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        'bcdefgh',
        (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
      ),
    ]
    assert.deepEqual(await codesOf(bomb.join('\n')), ['AIADMIN_YAML_SYNTAX'])
  })
})
