import type { Call, Json, PluginContext } from '../../../core/contract/index.ts'
import { readAtMost, tooLarge } from '../provider/read-at-most.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppOptions } from './options.ts'
import { textAt } from './wire.ts'

/** Files of clients. */
export interface MediaStore {
  fetch(input: { ref: Json; maxBytes: number }, call: Call): Promise<{ mimeType: string; bytes: Uint8Array }>
}

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
      if (Number(textAt(info, 'file_size')) > maxBytes) throw tooLarge(error, maxBytes)
      const response = await download(textAt(info, 'url') ?? '', call)
      return { mimeType, bytes: await readAtMost(response, { maxBytes, error }) }
    },
  }
}
