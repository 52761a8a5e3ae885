import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { readScripts, runScript } from './script.ts'

for (const locale of ['ru', 'en'] as const) {
  describe(`dialogs of the rules brain, ${locale}`, () => {
    const file = new URL(`./dialogs/${locale}.yaml`, import.meta.url)
    for (const script of readScripts(parse(readFileSync(file, 'utf8')))) {
      it(script.name, async () => {
        const { problems, transcript } = await runScript(script, locale)
        assert.deepEqual(problems, [], transcript.join('\n'))
      })
    }
  })
}
