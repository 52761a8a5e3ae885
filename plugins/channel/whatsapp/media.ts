import type { Call, Json, OutboundMedia, PluginContext, SentMediaKind } from '../../../core/contract/index.ts'
import type { UploadedMedia } from './compose.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppOptions } from './options.ts'
import { textAt } from './wire.ts'

/** Files in both directions. */
export interface MediaStore {
  fetch(input: { ref: Json; maxBytes: number }, call: Call): Promise<{ mimeType: string; bytes: Uint8Array }>
  upload(file: OutboundMedia, call: Call): Promise<UploadedMedia>
}

const MB = 1024 * 1024
const REDIRECTS = 3
/** Where Meta keeps files; below them, too. */
const META_HOSTS = ['fbsbx.com', 'fbcdn.net', 'whatsapp.net', 'facebook.com']

/** What each kind of a client's file may be. */
const INBOUND_TYPES: ReadonlyMap<string, RegExp> = new Map([
  ['image', /^image\//],
  ['sticker', /^image\//],
  ['audio', /^audio\//],
  ['video', /^video\//],
  ['document', /^[^/\s]+\/\S/],
])

/** What Meta takes of each kind that we send. */
const OUTBOUND: Readonly<Record<SentMediaKind, { maxBytes: number; types: RegExp }>> = {
  image: { maxBytes: 5 * MB, types: /^image\/(jpeg|png)$/ },
  audio: { maxBytes: 16 * MB, types: /^audio\/(aac|amr|mpeg|mp4|ogg(; ?codecs=opus)?)$/ },
  document: { maxBytes: 100 * MB, types: /^[^/\s]+\/\S/ },
}

/** Makes it. */
export function createMediaStore(context: PluginContext<WhatsAppOptions>, graph: Graph): MediaStore {
  const { config, http, error } = context

  /** The token goes to Meta's own hosts, and nothing is fetched from others: a name in a delivery is no permission. */
  function assertHost(url: URL | null): URL {
    const isApi = url?.origin === new URL(graph.origin).origin
    const isMeta =
      url?.protocol === 'https:' &&
      url.port === '' &&
      META_HOSTS.some(host => url.hostname === host || url.hostname.endsWith(`.${host}`))
    if (url && (isApi || isMeta)) return url
    throw error('refused', 'a file is not fetched from a host that is not WhatsApp’s')
  }

  async function download(address: string, call: Call): Promise<Response> {
    let url = assertHost(URL.parse(address))
    for (let followed = 0; followed <= REDIRECTS; followed += 1) {
      const headers = { authorization: `Bearer ${config.accessToken}` }
      const response = await http(url, { method: 'GET', headers, redirect: 'manual' }, { call })
      if (response.ok) return response
      await response.body?.cancel()
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) {
        const code = response.status === 404 || response.status === 410 ? 'not_found' : 'unavailable'
        throw error(code === 'not_found' ? 'refused' : code, `the file’s host answered ${response.status}`)
      }
      url = assertHost(URL.parse(location, url.href))
    }
    throw error('unavailable', `the file’s host redirected more than ${REDIRECTS} times`)
  }

  const tooLarge = (maxBytes: number) => error('refused', `the file is larger than ${maxBytes} bytes`)

  return {
    async fetch({ ref, maxBytes }, call) {
      const id = textAt(ref, 'id')
      const types = INBOUND_TYPES.get(textAt(ref, 'media') ?? '')
      if (id === undefined || !/^[\w-]{1,200}$/.test(id) || !types)
        throw error('invalid', 'this is no reference of a file')
      // The address lives for five minutes: it is asked for when the file is wanted.
      const info = await graph.read(id, { phone_number_id: config.phoneNumberId }, call)
      const mimeType = textAt(info, 'mime_type') ?? ''
      if (!types.test(mimeType)) throw error('refused', `a file of the type ${mimeType.slice(0, 60)} is not taken`)
      if (Number(textAt(info, 'file_size')) > maxBytes) throw tooLarge(maxBytes)
      const response = await download(textAt(info, 'url') ?? '', call)
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of response.body ?? []) {
        size += chunk.length
        // What was announced need not be what comes.
        if (size > maxBytes) throw tooLarge(maxBytes)
        chunks.push(chunk)
      }
      return { mimeType, bytes: Buffer.concat(chunks) }
    },

    async upload({ media, mimeType, fileName, bytes }, call) {
      const { maxBytes, types } = OUTBOUND[media]
      if (!types.test(mimeType)) throw error('invalid', `WhatsApp takes no ${media} of the type ${mimeType}`)
      if (bytes.length > maxBytes) throw error('invalid', `the ${media} is larger than ${maxBytes / MB} MB`)
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
      return { kind: media, id, fileName }
    },
  }
}
