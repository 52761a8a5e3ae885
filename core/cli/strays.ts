import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT } from './io.ts'

const ours = dirname(fileURLToPath(import.meta.url))

/** The first place outside of Node on the way to an error: whose doing it was. */
function placeOf(stack: string | undefined): string | undefined {
  const places = (stack ?? '')
    .split('\n')
    .map(line => /[\s(](?:file:\/\/)?((?:\/|[A-Za-z]:\\).+?:\d+):\d+\)?$/.exec(line)?.[1])
  return places.find(place => place !== undefined && !place.startsWith(fileURLToPath(import.meta.url)))
}

/**
 * Says in a sentence what would otherwise end the program without a word or with a stack: a plugin that ends the process,
 * a failure that nobody handles. A running desk has a guard of its own.
 */
export function watchStrays(): void {
  process.on('exit', () => {
    const place = placeOf(new Error('exit').stack)
    // The end of the event loop has no place.
    if (place === undefined || place.startsWith(ours)) return
    process.stderr.write(`aiadmin: the process was ended by ${place}; no plugin may do that: tell its author\n`)
    process.exitCode = EXIT.config
  })
  const onStray = (event: 'unhandledRejection' | 'uncaughtException') => (error: unknown) => {
    if (process.listenerCount(event) > 1) return
    const [place, reason] = error instanceof Error ? [placeOf(error.stack), error.message] : [undefined, String(error)]
    process.stderr.write(`aiadmin: an error that nobody handles: ${reason}${place ? ` (${place})` : ''}\n`)
    process.exit(EXIT.failure)
  }
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) process.on(event, onStray(event))
}
