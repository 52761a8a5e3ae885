import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const PROBE_WITHIN_MS = 12_000

/** Imports the module alone in a process of its own; answers what the import did beside defining things. */
export async function sideEffectsOfImport(module: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aiadmin-import-'))
  const probe = fileURLToPath(new URL(`./import-probe${extname(import.meta.url)}`, import.meta.url))
  // Loaders of TypeScript stand in these; the flags of the test runner must not.
  const flags = process.execArgv.flatMap((flag, index, all) =>
    /^(--import|--loader|--experimental-loader|--require|-r)$/.test(flag)
      ? [flag, absolute(all[index + 1] ?? '')]
      : /^(--import|--loader|--experimental-loader|--require)=/.test(flag)
        ? [flag.replace(/=(.*)$/, (_, name: string) => `=${absolute(name)}`)]
        : [],
  )
  const child = spawn(process.execPath, [...flags, probe, module], {
    cwd: folder,
    // A TypeScript loader that fills its cache would look like an effect of the import.
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PROBE_WITHIN_MS,
    killSignal: 'SIGKILL',
  })
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      buffer(child.stdout),
      buffer(child.stderr),
      once(child, 'close'),
    ])
    if (code !== 0)
      throw new Error(`importing ${module} alone failed: ${stderr.toString().trim() || 'it does not end'}`)
    return JSON.parse(stdout.toString())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The child runs in another folder: what is resolved from here must be resolved here. */
function absolute(name: string): string {
  if (/^(file|data|node):/.test(name)) return name
  try {
    return import.meta.resolve(name)
  } catch {
    return new URL(name, `file://${process.cwd()}/`).href
  }
}
