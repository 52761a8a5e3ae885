import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads a whole file; rejects when it cannot. */
export type ReadFile = (path: string) => Promise<Uint8Array>

/** The environment with what `.env` beside `aiadmin.yaml` adds; what is set already wins. */
export async function readEnvironment(input: {
  folder: string
  env: Environment
  readFile: ReadFile
}): Promise<Environment> {
  const text = await input.readFile(join(input.folder, '.env')).then(
    bytes => new TextDecoder().decode(bytes),
    () => undefined,
  )
  return text === undefined ? input.env : { ...parseEnv(text), ...definedOf(input.env) }
}

function definedOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}
