import type { ChannelInstance, Json, PluginContext } from '../../../core/contract/index.ts'
import { readAtMost, tooLarge } from '../provider/read-at-most.ts'
import type { Ask } from './api.ts'
import { apiRootOf, type Config } from './config.ts'

/** Fetches what a client sent. The address of a file holds the token: it is built here, used once and told to nobody. */
export function createFetchMedia(
  { config, http, error }: PluginContext<Config>,
  ask: Ask,
): NonNullable<ChannelInstance['fetchMedia']> {
  return async ({ ref, maxBytes }, call) => {
    const { file, mimeType } = readRef(ref)
    if (file === undefined) throw error('invalid', 'this is no reference of a Telegram file')
    const found = await ask(api => api.getFile({ file_id: file }), { call, isRead: true })
    if ((found.file_size ?? 0) > maxBytes) throw tooLarge(error, maxBytes)
    const path = found.file_path ?? ''
    // A Bot API server with --local names a path on its own disk.
    if (path === '' || path.startsWith('/'))
      throw error('unsupported', 'the Bot API server offers no download; run it without --local')
    const url = `${apiRootOf(config)}/file/bot${config.token}/${path.split('/').map(encodeURIComponent).join('/')}`
    const response = await http(url, { redirect: 'manual' }, { call })
    if (!response.ok) {
      await response.body?.cancel()
      throw error(response.status === 404 ? 'refused' : 'unavailable', `Telegram answers ${response.status} for a file`)
    }
    return { mimeType, bytes: await readAtMost(response, { maxBytes, error }) }
  }
}

function readRef(ref: Json): { file?: string; mimeType: string } {
  const { file, mimeType }: { file?: unknown; mimeType?: unknown } = Object(ref)
  return {
    ...(typeof file === 'string' && file !== '' && { file }),
    mimeType: typeof mimeType === 'string' ? mimeType : 'application/octet-stream',
  }
}
