import { createHash } from 'node:crypto'
import type { Call, OutboundMedia, PluginContext, SentMediaKind } from '../../../core/contract/index.ts'
import type { UploadedMedia } from './compose.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppOptions } from './options.ts'
import { textAt } from './wire.ts'

/** Files that go out. */
export interface Uploads {
  /** Uploads a file, unless Meta has it. */
  upload(file: OutboundMedia, call: Call): Promise<UploadedMedia>
  /** Meta does not take its id: the next time it is uploaded anew. Answers whether the id was an old one. */
  forget(uploaded: UploadedMedia): boolean
}

const MB = 1024 * 1024

/** Meta keeps a file for thirty days. */
const KEPT_MS = 29 * 86_400_000
/** A business has few files; what was uploaded longest ago goes. */
const REMEMBERED = 100

/** What Meta takes of each kind. */
const TAKEN: Readonly<Record<SentMediaKind, { maxBytes: number; types: RegExp }>> = {
  image: { maxBytes: 5 * MB, types: /^image\/(jpeg|png)$/ },
  audio: { maxBytes: 16 * MB, types: /^audio\/(aac|amr|mpeg|mp4|ogg(; ?codecs=opus)?)$/ },
  document: { maxBytes: 100 * MB, types: /^[^/\s]+\/\S/ },
}

/** Makes it. */
export function createUploads({ config, clock, error }: PluginContext<WhatsAppOptions>, graph: Graph): Uploads {
  /** By what is in them. */
  const known = new Map<string, { id: string; until: number }>()

  async function uploadAnew({ mimeType, fileName, bytes }: OutboundMedia, call: Call): Promise<string> {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('type', mimeType)
    form.set('file', new Blob([Uint8Array.from(bytes)], { type: mimeType }), fileName)
    const answer = await graph.write(`${config.phoneNumberId}/media`, form, call).catch(cause => {
      // Nobody has seen anything of it: an upload too many is no second message.
      if (Object(cause).code !== 'unknown_outcome') throw cause
      throw error('unavailable', 'the file was perhaps uploaded, and not sent', { cause })
    })
    const id = textAt(answer, 'id')
    if (id === undefined) throw error('unavailable', 'the uploaded file has no id')
    return id
  }

  return {
    async upload(file, call) {
      const { media, mimeType, fileName, bytes } = file
      const { maxBytes, types } = TAKEN[media]
      if (!types.test(mimeType)) throw error('invalid', `WhatsApp takes no ${media} of the type ${mimeType}`)
      if (bytes.length > maxBytes) throw error('invalid', `the ${media} is larger than ${maxBytes / MB} MB`)
      const key = createHash('sha256').update(`${mimeType}\n`).update(bytes).digest('base64')
      const kept = known.get(key)
      if (kept && kept.until > clock.now()) return { kind: media, id: kept.id, fileName, isKept: true }
      const id = await uploadAnew(file, call)
      known.delete(key)
      known.set(key, { id, until: clock.now() + KEPT_MS })
      const [oldest] = known.keys()
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
      return { kind: media, id, fileName, isKept: false }
    },
    forget({ id, isKept }) {
      for (const [key, kept] of known) if (kept.id === id) known.delete(key)
      return isKept
    },
  }
}
