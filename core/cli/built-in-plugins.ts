import type { AnyPlugin } from '../../config/desk-config.ts'
import type { Kind } from '../../core/contract/index.ts'
import { builtIns } from '../../plugins/index.ts'
import { appFolder, createDeskLoader } from './desk-file.ts'

/** Loads every built-in, in the order of `plugins/index.ts`. */
export async function loadBuiltIns(): Promise<readonly AnyPlugin[]> {
  const loader = createDeskLoader()
  const words = (Object.keys(builtIns) as Kind[]).flatMap(kind =>
    Object.keys(builtIns[kind]).map(use => ({ kind, use })),
  )
  return Promise.all(
    words.map(async ({ kind, use }) => {
      const loaded = await loader.load({ kind, use, folder: appFolder })
      if ('problem' in loaded) throw new Error(loaded.problem.message)
      return loaded.plugin
    }),
  )
}
