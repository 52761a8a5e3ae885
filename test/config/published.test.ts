import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { IntlMessageFormat } from 'intl-messageformat'
import { parse } from 'yaml'
import { checkConfig } from '../../config/check.ts'
import { loadCoreTexts, loadReception } from '../../config/defaults.ts'
import { composeSchema } from '../../config/export-schema.ts'
import { writeReference } from '../../config/reference.ts'
import { companySchema } from '../../config/schema/company.ts'
import {
  channelsSchema,
  deskSchema,
  instanceSchema,
  llmSchema,
  storageSchema,
  textsSchema,
} from '../../config/schema/desk.ts'
import { dialogSchema } from '../../config/schema/dialog.ts'
import { serverSchema } from '../../config/schema/server.ts'
import { checkTemplate } from '../../config/template.ts'
import { createSchemaCompiler, formats } from '../../config/validator.ts'
import { loadBuiltIns } from '../../core/cli/built-in-plugins.ts'
import { createDeskLoader, exampleFile } from '../../core/cli/desk-file.ts'

const root = join(import.meta.dirname, '../..')
const stale = 'is stale: run npm run schema'

describe('what is made from the schemas', () => {
  it('is fresh: config/aiadmin.schema.json', async () => {
    const committed: unknown = JSON.parse(await readFile(join(root, 'config/aiadmin.schema.json'), 'utf8'))
    const made: unknown = JSON.parse(JSON.stringify(composeSchema(await loadBuiltIns())))
    assert.deepEqual(committed, made, `config/aiadmin.schema.json ${stale}`)
  })

  it('is fresh: docs/configuration.md', async () => {
    const committed = await readFile(join(root, 'docs/configuration.md'), 'utf8')
    assert.equal(committed, writeReference(await loadBuiltIns()), `docs/configuration.md ${stale}`)
  })

  it('explains every setting', async () => {
    const silent: string[] = []
    const visit = (node: unknown, path: string): void => {
      for (const [key, value] of Object.entries(Object(node))) {
        const here = `${path}/${key}`
        if (key === 'properties' && !/\/(if|then)$/.test(path)) {
          for (const [name, member] of Object.entries(Object(value))) {
            const { description, $ref } = Object(member)
            if (!description && !$ref && !/\/anyOf\//.test(here) && !/^(ru|en)$/.test(name))
              silent.push(`${here}/${name}`)
          }
        }
        if (typeof value === 'object') visit(value, here)
      }
    }
    visit(composeSchema(await loadBuiltIns()), '')
    assert.deepEqual(silent, [])
  })
})

describe('the schemas that come with the program', () => {
  it('are valid and strict, as those of strangers must be', async () => {
    const compile = createSchemaCompiler({ isOurs: false })
    const plugins = await loadBuiltIns()
    for (const schema of [deskSchema, instanceSchema, storageSchema, llmSchema, channelsSchema, textsSchema])
      compile(schema)
    for (const schema of [companySchema, serverSchema, dialogSchema]) compile(schema)
    for (const { configSchema } of plugins) compile(Object(configSchema))
    assert.ok(plugins.length >= 6)
  })
})

describe('the schema for editors', () => {
  it('takes the example as it is written, and no unknown key', async () => {
    const ajv = new Ajv2020({ strict: false, formats: { ...formats } })
    const validate = ajv.compile(composeSchema(await loadBuiltIns()))
    const example = () => parse(exampleText)
    const exampleText = await readFile(exampleFile, 'utf8')
    assert.ok(validate(example()), JSON.stringify(validate.errors))
    assert.ok(validate({ ...example(), server: { port: `\${PORT:-8000}` } }), 'a reference may stand for a number')
    assert.ok(!validate({ ...example(), sever: {} }))
    assert.ok(!validate({ ...example(), llm: { gemini: { use: 'gemini', with: { apiKye: 'x' } } } }))
    assert.ok(!validate({ ...example(), llm: { gemini: { use: 'gemini' } } }), 'needed options are needed')
    assert.ok(validate({ ...example(), llm: { own: { use: './own.ts', with: { anything: 1 } } } }))
  })
})

describe('what comes with the program', () => {
  it('has an example without findings, with an environment and without', async () => {
    for (const env of [{}, { AIADMIN_API_KEY: 'an-api-key-of-some-length', PUBLIC_URL: 'https://desk.example.com/' }]) {
      const { config, findings } = await checkConfig({ file: exampleFile, env, loader: createDeskLoader() })
      assert.deepEqual(findings, [])
      assert.deepEqual(
        config?.channels.map(({ instance }) => instance),
        ['web', 'messages'],
      )
    }
  })

  it('has an example whose Gemini needs one line less of comment', async () => {
    const text = (await readFile(exampleFile, 'utf8')).replace('# gemini:', 'gemini:')
    const env = { GEMINI_API_KEY: 'demo' }
    const { config, findings } = await checkConfig({ file: exampleFile, text, env, loader: createDeskLoader() })
    assert.deepEqual(findings, [])
    assert.deepEqual(
      config?.llm.map(({ instance }) => instance),
      ['gemini', 'rules'],
    )
  })

  it('speaks both languages: the same texts with the same values', async () => {
    const { ru, en } = await loadCoreTexts()
    assert.deepEqual(Object.keys(ru).sort(), Object.keys(en).sort())
    for (const [texts, locale] of [
      [ru, 'ru'],
      [en, 'en'],
    ] as const) {
      for (const [key, text] of Object.entries(texts)) {
        if (key.startsWith('prompt.')) assert.deepEqual(await checkTemplate(text), [], key)
        else assert.ok(new IntlMessageFormat(text, locale).getAst(), key)
      }
    }
  })

  it('has prompts that are Liquid, in both languages', async () => {
    const { persona, states } = await loadReception(createSchemaCompiler({ isOurs: true }))
    for (const text of [persona, ...Object.values(states).map(({ prompt }) => prompt)]) {
      assert.deepEqual(Object.keys(Object(text)).sort(), ['en', 'ru'])
      for (const template of Object.values(Object(text))) assert.deepEqual(await checkTemplate(String(template)), [])
    }
  })
})
