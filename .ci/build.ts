// `npm run build`: dist mirrors the sources, so that a path relative to a module means the same file in both.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { extname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** What the compiler writes itself, and what nobody reads at run time. */
const notAssets = new Set(['.ts', '.tsx', '.md'])
/** Sources of what browsers run; Vite makes the folder `bundle` beside it of them. */
const client = join(root, 'plugins/channel/web/client')

/** Templates are text: they are copied whole, TypeScript too. */
const templates = join(root, 'core/cli/templates')

function isAsset(path: string): boolean {
  return path.startsWith(templates) || (!notAssets.has(extname(path)) && path !== client)
}

function run(script: string, ...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [...process.execArgv, join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}

rmSync(dist, { recursive: true, force: true })
run('.ci/client.ts')
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')

for (const folder of ['core', 'config', 'plugins']) {
  cpSync(join(root, folder), join(dist, folder), { recursive: true, filter: isAsset })
}
cpSync(join(root, 'aiadmin.yaml.example'), join(dist, 'aiadmin.yaml.example'))
chmodSync(join(dist, 'core/cli/aiadmin.js'), 0o755)
