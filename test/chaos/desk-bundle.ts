import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')

/** The programs of a run, as a process can begin them at once. */
export interface DeskBundle {
  desk: string
  crm: string
  messenger: string
}

/**
 * Bundles the desk and the plugins of the rig into `folder`: a desk of hundreds of small files needs twice the work to begin,
 * and in a run one begins again and again.
 */
export async function bundleDesk(folder: string): Promise<DeskBundle> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node22',
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          desk: join(import.meta.dirname, 'desk-process.ts'),
          crm: join(import.meta.dirname, 'fakes/crm-plugin.ts'),
          messenger: join(import.meta.dirname, 'fakes/messenger-plugin.ts'),
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  // The desk reads its defaults beside the module that asks for them.
  cpSync(join(root, 'config/defaults'), join(folder, 'defaults'), { recursive: true })
  const file = (name: string) => join(folder, `${name}.mjs`)
  return { desk: file('desk'), crm: file('crm'), messenger: file('messenger') }
}
