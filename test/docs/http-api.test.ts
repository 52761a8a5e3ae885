import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { exampleFile } from '../../core/cli/desk-file.ts'
import { openDesk } from './open-desk.ts'
import { readPage } from './pages.ts'

const { blocks } = readPage('docs/http-api.md')
const commands = blocks.filter(({ language }) => language === 'sh')
const [answer, visit, problem] = blocks
  .filter(({ language }) => language === 'json')
  .map(({ text }): Record<string, unknown> => JSON.parse(text))
const key = 'a-made-up-key-of-a-test'

/** A word of a shell, without its quotes; a variable becomes its value. */
function unquote(word: string): string {
  return word.replace(/^(['"])([\s\S]*)\1$/, '$2').replaceAll('$AIADMIN_API_KEY', key)
}

/** What a curl command would send. */
function readCurl(text: string): { url: string; init: RequestInit } {
  const words = [...text.replaceAll('\\\n', ' ').matchAll(/'[^']*'|"[^"]*"|\S+/g)].map(([word]) => unquote(word))
  const [program, url = '', ...rest] = words
  assert.equal(program, 'curl')
  const headers = new Headers()
  let body: string | undefined
  for (let index = 0; index < rest.length; index += 2) {
    const value = rest[index + 1] ?? ''
    const [name = '', content = ''] = value.split(/: (.*)/, 2)
    if (rest[index] === '-H') headers.append(name, content)
    else if (rest[index] === '-d') body = value
    else assert.fail(`${rest[index]} is not known here`)
  }
  return { url, init: { headers, ...(body === undefined ? {} : { method: 'POST', body }) } }
}

interface Answer {
  state: string
  replies: readonly { text: string; visit?: object; choices: readonly { id: string; label: string }[] }[]
  appointments: readonly object[]
  next?: string
}

describe('docs/http-api.md, its commands one after the other', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>
  const answers: { status: number; body: Answer }[] = []

  before(async () => {
    const example = readFileSync(exampleFile, 'utf8')
    desk = await openDesk(example, { env: { AIADMIN_API_KEY: key }, at: '2026-11-22T14:18:00+03:00' })
    for (const { text } of commands) {
      const { url, init } = readCurl(text)
      // The page cannot know the tokens of this run: the button is the one of the same label.
      const wanted = /"choice": "([^"]+)"/.exec(text)?.[1]
      const label = JSON.stringify(answer).match(new RegExp(`"${wanted}","label":"([^"]+)"`))?.[1]
      const pressed = answers.at(-1)?.body.replies[0]?.choices.find(choice => choice.label === label)
      const body = wanted === undefined ? init.body : String(init.body).replace(wanted, pressed?.id ?? '')
      const sent = body === undefined ? init : { ...init, body }
      const response = await fetch(url.replace('http://localhost:8000', desk.url), sent)
      answers.push({ status: response.status, body: JSON.parse(await response.text()) })
    }
  })
  after(() => desk.close())

  it('book the visit that the page shows', () => {
    const [asked, chosen, known, booked] = answers
    assert.deepEqual([asked?.status, chosen?.status, known?.status, booked?.status], [200, 200, 200, 200])
    assert.equal(known?.body.state, 'CONFIRMING')
    const [made] = booked?.body.appointments ?? []
    assert.deepEqual({ ...made, id: '2', changed_at: visit?.['changed_at'] }, visit)
    const { revision: _, changed_at: __, ...told } = visit ?? {}
    assert.deepEqual({ ...booked?.body.replies[0]?.visit, id: '2' }, told)
  })

  it('are answered with nothing that /openapi.json does not declare', async () => {
    const { paths } = JSON.parse(await (await fetch(`${desk.url}/openapi.json`)).text())
    const { schema } = paths['/api/v1/messages'].post.responses['200'].content['application/json']
    const { items } = schema.properties.replies
    for (const reply of answers.flatMap(({ body }) => body.replies ?? []))
      for (const name of Object.keys(reply)) assert.ok(items.properties[name], name)
    assert.match(items.properties.visit.description, /what became of a visit/)
  })

  it('answer in the form that the page shows', () => {
    const [first] = answers
    assert.deepEqual(Object.keys(first?.body ?? {}), Object.keys(answer ?? {}))
    const shown = JSON.parse(JSON.stringify(answer)).replies[0]
    const [reply] = first?.body.replies ?? []
    assert.deepEqual(Object.keys(reply ?? {}), Object.keys(shown))
    assert.deepEqual(Object.keys(reply?.choices[0] ?? {}), Object.keys(shown.choices[0]))
  })

  it('show the visits, tell a price, do not wait, and read on', () => {
    const [, , , , mine, price, unawaited, read] = answers
    assert.match(mine?.body.replies[0]?.choices[0]?.label ?? '', /27 Nov, 10:30/)
    assert.match(price?.body.replies[0]?.text ?? '', /2,500/)
    assert.equal(unawaited?.status, 202)
    assert.match(unawaited?.body.next ?? '', /^\/api\/v1\/messages\?/)
    assert.equal(read?.status, 200)
    assert.ok((read?.body.replies.length ?? 0) >= 5)
    assert.equal(answers.length, 8)
  })

  it('are refused without a key in the form that the page shows', async () => {
    const response = await fetch(`${desk.url}/api/v1/messages`, { method: 'POST' })
    const refused: object = { ...JSON.parse(await response.text()), request: '' }
    assert.deepEqual(refused, { ...problem, request: '' })
  })
})
