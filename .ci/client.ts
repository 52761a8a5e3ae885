// `npm run client`: builds the web chat's page and widget with Vite into plugins/channel/web/bundle. With --if-stale it does
// so only when a source has changed since; the npm scripts that start or test a clone do that first. Prints to stderr, as
// what follows may be piped.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { InlineConfig, Rolldown } from 'vite'

const root = join(import.meta.dirname, '..')
const web = join(root, 'plugins/channel/web')
const client = join(web, 'client')
const bundle = join(web, 'bundle')
const stamp = join(bundle, 'built-from')

/** What a visitor's browser loads for the chat and the button together. */
const LIMIT_BYTES = 40_000

/** A hash of all that the bundle is made of: sources, what they share with the server, versions, and this file. */
function hashSources(): string {
  const sources = readdirSync(client, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  const hash = createHash('sha256')
  for (const file of [...sources.sort(), join(web, 'theme.ts'), join(root, 'package-lock.json'), import.meta.filename])
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** One self-contained script, and the style that it imports. */
async function buildScript(entry: string, format: 'es' | 'iife'): Promise<ReadonlyMap<string, string | Uint8Array>> {
  // Loaded only when something is to build: it takes longer than looking whether there is.
  const { build } = await import('vite')
  const config: InlineConfig = {
    root: client,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: ['chrome111', 'firefox114', 'safari16.4'],
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: {
        input: join(client, entry, `main.${entry === 'page' ? 'tsx' : 'ts'}`),
        output: { format, entryFileNames: `${entry}.js`, assetFileNames: `${entry}[extname]`, codeSplitting: false },
      },
    },
  }
  const built = await build(config)
  const outputs: Rolldown.OutputChunk['fileName'] extends string
    ? (Rolldown.OutputChunk | Rolldown.OutputAsset)[]
    : never = 'output' in built ? built.output : []
  return new Map(outputs.map(file => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}

async function buildClient(hash: string): Promise<void> {
  const files = new Map([...(await buildScript('page', 'es')), ...(await buildScript('widget', 'iife'))])
  const sizes = [...files].map(([name, content]) => ({ name, bytes: gzipSync(content, { level: 9 }).length }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const inKb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  console.error(
    `web chat: ${sizes.map(({ name, bytes }) => `${name} ${inKb(bytes)}`).join(', ')}; together ${inKb(total)} gzip of ${inKb(LIMIT_BYTES)}`,
  )
  if (total > LIMIT_BYTES) throw new Error('the web chat is larger than a visitor should have to load')

  mkdirSync(bundle, { recursive: true })
  // The stamp comes last: a build that was interrupted is made again.
  for (const name of readdirSync(bundle)) rmSync(join(bundle, name))
  for (const [name, content] of files) {
    writeFileSync(join(bundle, name), content)
    writeFileSync(join(bundle, `${name}.gz`), gzipSync(content, { level: 9 }))
  }
  writeFileSync(stamp, hash)
}

function builtFrom(): string | undefined {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return undefined
  }
}

const hash = hashSources()
if (!process.argv.includes('--if-stale') || builtFrom() !== hash) await buildClient(hash)
