import { type DestinationStream, type Logger, pino } from 'pino'

/** Shorter values would blot out ordinary words. */
const MIN_SECRET = 6

/** What a log is made of. */
export interface LogOptions {
  level: string
  /** Values that must never be written, whatever an error's text holds. */
  secrets: readonly string[]
  /** Where lines go; standard output when left out. */
  stream?: DestinationStream
}

/** Hides known secrets in a text that is shown outside of the log. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const hidden = [...new Set(secrets)].filter(secret => secret.length >= MIN_SECRET)
  return text => hidden.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

/** The log of a runtime: JSON lines, secrets masked wherever they stand. */
export function createLog({ level, secrets, stream }: LogOptions): Logger {
  const hidden = [...new Set(secrets)].filter(secret => secret.length >= MIN_SECRET)
  // In a JSON line a secret stands as JSON writes it.
  const written = hidden.map(secret => JSON.stringify(secret).slice(1, -1))
  const mask = (line: string) => written.reduce((text, secret) => text.replaceAll(secret, '***'), line)
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    ...(written.length > 0 && { hooks: { streamWrite: mask } }),
  }
  return stream ? pino(options, stream) : pino(options)
}
