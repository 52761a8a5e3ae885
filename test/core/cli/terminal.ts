import { PassThrough, Writable } from 'node:stream'
import { main } from '../../../core/cli/main.ts'

/** What a command printed, and how it ended. */
export interface Ended {
  code: number
  stdout: string
  stderr: string
}

/** A person at the keyboard: what they press when a text appears. */
export type Keys = readonly (readonly [appears: string, keys: string])[]

/** Runs the command line in a folder; without `keys` nobody is at the keyboard, `input` is piped in. */
export async function run(
  args: readonly string[],
  cwd: string,
  { env = {}, keys, input }: { env?: Readonly<Record<string, string>>; keys?: Keys; input?: string } = {},
): Promise<Ended> {
  const printed = { stdout: '', stderr: '' }
  const stdin = new PassThrough()
  if (input !== undefined) stdin.end(input)
  const waiting = [...(keys ?? [])]
  const press = () => {
    const [next] = waiting
    if (!next || !printed.stdout.includes(next[0])) return
    waiting.shift()
    // After the prompt that was just drawn has begun to listen.
    setImmediate(() => stdin.write(next[1]))
  }
  const into = (stream: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _encoding, done) {
        printed[stream] += String(chunk)
        press()
        done()
      },
    })
  const code = await main(args, {
    stdin,
    stdout: into('stdout'),
    stderr: into('stderr'),
    env,
    cwd,
    isInteractive: keys !== undefined,
    hasColors: false,
  })
  return { code, ...printed }
}
