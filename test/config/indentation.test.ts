import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { check } from './desk.ts'

/** What is said of the file, as `line: CODE`. */
async function saidOf(text: string): Promise<readonly string[]> {
  const { findings } = await check(text)
  return findings.map(({ line, code }) => `${line}: ${code.replace('AIADMIN_YAML_', '')}`)
}

describe('a line that is out of step is the one that is shown', () => {
  for (const [what, text, line] of [
    ['too deep after a text', 'company:\n  name: A\n   currency: RUB\n  locale: ru\n', 3],
    ['too deep after a text, the last of the file', 'company:\n  name: A\n   currency: RUB', 3],
    ['too deep after a text with quotes', 'company:\n  name: "A"\n   currency: RUB\n', 3],
    ['too deep after a block', 'company:\n  hours:\n    mon: 10:00-20:00\n   currency: RUB\n', 4],
    ['too deep on the first level', 'version: 1\n company:\n  name: A\n', 2],
    ['too deep after a comment and an empty line', 'company:\n  name: A\n\n# here\n   currency: RUB\n', 5],
    ['too deep in a list', 'a:\n  - id: a\n    name: A\n     price: 3\n    time: 30\n  - id: b\n', 4],
    ['too deep after a list', 'crm:\n  services:\n    - a\n   price: 3\n', 4],
    ['too deep beside an entry', 'crm:\n  services:\n    - a\n     price: 3\n', 4],
    ['too shallow in a list', 'a:\n  - id: a\n    name: A\n   price: 3\n    time: 30\n    note: x\n  - id: b\n', 4],
    ['too shallow under the dash', 'a:\n  - id: a\n   name: A\n    price: 3\n  - id: b\n', 3],
    ['too shallow on the first level', 'company:\n  name: A\n crm: { use: local }\n', 3],
    ['a dash too shallow', 'a:\n  - id: a\n    name: A\n - id: b\n   name: B\n', 4],
    ['a dash too deep', 'a:\n  - id: a\n    name: A\n   - id: b\n', 4],
    ['with the line ends of Windows', 'company:\r\n  name: A\r\n   currency: RUB\r\n', 3],
  ] as const) {
    it(what, async () => assert.deepEqual(await saidOf(text), [`${line}: INDENTATION`]))
  }

  it('but not when it is a name without its colon that goes on there', async () => {
    assert.deepEqual(await saidOf('a:\n  - name:Long text\n      that goes on\n    price: 3\n'), ['2: COLON'])
  })

  it('and another mistake further down is found at the same time', async () => {
    const text = 'company:\n  name: A\n   currency: RUB\n  locale: ru\ncrm:\n  use: x: y\n  with: {}\n'
    assert.deepEqual(await saidOf(text), ['3: INDENTATION', '6: COLON'])
  })
})

describe('a tab is all that is said of its line and of those that follow from it', () => {
  for (const [what, text, lines] of [
    ['for two spaces', 'company:\n  name: A\n\tlocale: ru\n  currency: RUB\n', [3]],
    ['after two spaces', 'company:\n  name: A\n  \tlocale: ru\n  currency: RUB\n', [3]],
    ['in two lines', 'company:\n  hours:\n\t  mon: 1\n\t  tue: 1\n  locale: ru\n', [3, 4]],
    ['in a list', 'a:\n  - id: a\n\tname: A\n    price: 3\n  - id: b\n', [3]],
  ] as const) {
    it(what, async () =>
      assert.deepEqual(
        await saidOf(text),
        lines.map(line => `${line}: TAB`),
      ),
    )
  }
})
