import Fastify from 'fastify'

// What a turn costs at the very least: Fastify, the built-in fetch, the same two streamed model calls, nothing stored.
const [base = '', key = ''] = process.argv.slice(2)
const url = `${base}/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse`
const tools = [{ functionDeclarations: [{ name: 'get_services', description: 'What the business sells.' }] }]
// As long as a real system prompt with the company, its hours and the calendar.
const systemInstruction = { parts: [{ text: 'You are the front desk of a salon. '.repeat(100) }] }

interface Part {
  text?: string
  functionCall?: { id?: string; name: string; args: object }
}
interface Content {
  role: string
  parts: object[]
}

async function generate(contents: readonly Content[]): Promise<Part[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': key },
    body: JSON.stringify({ systemInstruction, contents, tools }),
  })
  if (!response.ok || !response.body) throw new Error(`the model answered ${response.status}`)
  const decoder = new TextDecoder()
  const parts: Part[] = []
  let waiting = ''
  for await (const chunk of response.body) {
    const events = (waiting + decoder.decode(chunk, { stream: true })).split('\r\n\r\n')
    waiting = events.pop() ?? ''
    for (const event of events) {
      const { candidates }: { candidates: { content: { parts?: Part[] } }[] } = JSON.parse(event.slice('data: '.length))
      parts.push(...(candidates[0]?.content.parts ?? []))
    }
  }
  return parts
}

const app = Fastify()
app.post<{ Body: { text: string } }>('/turn', async ({ body }) => {
  const contents: Content[] = [{ role: 'user', parts: [{ text: body.text }] }]
  const calls = await generate(contents)
  const responses = calls.flatMap(({ functionCall }) =>
    functionCall
      ? [{ functionResponse: { id: functionCall.id, name: functionCall.name, response: { services: [] } } }]
      : [],
  )
  const said = await generate([...contents, { role: 'model', parts: calls }, { role: 'user', parts: responses }])
  return { replies: [{ text: said.map(part => part.text ?? '').join('') }] }
})
console.log(`ready ${await app.listen({ port: 0, host: '127.0.0.1' })}`)
process.on('SIGTERM', () => void app.close())
