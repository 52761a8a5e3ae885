import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { newId } from '../journal/ids.ts'
import { openDesk } from './desk-file.ts'
import { EXIT, type Io } from './io.ts'
import { openRuntime } from './run-desk.ts'
import { createTerminalChannel } from './terminal-channel.ts'

const ANSWER_WITHIN_MS = 60_000

/** `aiadmin chat [file]`: a conversation in the terminal, through the real journal, dialog and CRM. */
export async function runChat(args: readonly string[], io: Io): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
  const desk = await openDesk({ argument: positionals[0], exampleIfMissing: true }, io)
  if ('exitCode' in desk) return desk.exitCode
  const runtime = await openRuntime(desk, io, { logLevel: 'error' })
  if ('exitCode' in runtime) return runtime.exitCode
  await runtime.start({ listen: false })
  const channel = createTerminalChannel(io.stdout)
  const terminal = runtime.openDesk('terminal', channel)
  const address = newId()
  io.stdout.write(`${desk.config.company.name}. Write as a client would; a number presses a button; Ctrl+D ends.\n`)

  const lines = createInterface({ input: io.stdin, ...(io.isInteractive && { output: io.stdout }), prompt: '\n> ' })
  // Piped input may have ended while an answer was made; there is nobody to prompt then.
  const prompt = () => io.isInteractive && lines.prompt()
  prompt()
  for await (const line of lines) {
    const text = line.trim()
    if (text === '') {
      prompt()
      continue
    }
    const choice = /^\d{1,2}$/.test(text) ? channel.choice(Number(text)) : undefined
    const part = choice ? { type: 'choice' as const, id: choice.id } : { type: 'text' as const, text }
    const { conversation, message } = await terminal.deliver({ kind: 'message', id: newId(), address, parts: [part] })
    const call = { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), deadline: Date.now() + ANSWER_WITHIN_MS }
    if (message) await terminal.answered({ conversation, message }, call)
    prompt()
  }
  await runtime.stop()
  return EXIT.ok
}
