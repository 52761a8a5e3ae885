import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import fp from 'fastify-plugin'
import type { ServerParts } from './parts.ts'
import { problemError } from './problem.ts'

/** The files of the business at `/files/<id>/<name>`: those that the configuration names, and no others. */
export const files = fp(
  async (app, { files: known }: Pick<ServerParts, 'files'>) => {
    app.get<{ Params: { id: string } }>('/files/:id/:name', async ({ params }, reply) => {
      const file = known.find(({ id }) => id === params.id)
      const size = file && (await stat(file.path).catch(() => undefined))?.size
      if (!file || size === undefined) throw problemError('not_found', 'There is no such file.')
      return (
        reply
          .type(file.mimeType)
          .header('content-length', size)
          // A new price list of the same name is seen soon.
          .header('cache-control', 'public, max-age=300')
          .header('content-disposition', file.media === 'document' ? 'attachment' : 'inline')
          .send(createReadStream(file.path))
      )
    })
  },
  { name: 'files' },
)
