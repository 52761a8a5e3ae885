import { createHash } from 'node:crypto'
import type { ChannelInstance, PluginContext } from '../../../core/contract/index.ts'
import type { Ask } from './api.ts'
import type { Config } from './config.ts'
import { createPace } from './pace.ts'
import { placeOf } from './update.ts'

/** Drafts may be many: they must not use up what Telegram lets messages do. */
const PACE = { everyMs: 1_000, burst: 1 }

/** Shows unfinished text in Telegram's own way: it goes when the message comes, or by itself. */
export function createDrafting(context: PluginContext<Config>, ask: Ask): NonNullable<ChannelInstance['draft']> {
  const pace = createPace(context, PACE)
  return async ({ address, text, key }, call) => {
    const place = placeOf(address)
    if (!place?.isPrivate) throw context.error('unsupported', 'Telegram shows drafts in private chats only')
    await pace(address, call)
    // Marks that are still open would be wrong HTML: a draft is plain.
    const plain = text.replaceAll('**', '')
    await ask(api => api.sendMessageDraft({ chat_id: place.chat, draft_id: draftId(key), text: plain }), { call })
  }
}

/** The same number for the same draft, and never 0. */
function draftId(key: string): number {
  return (createHash('sha256').update(key).digest().readUInt32BE() >>> 1) + 1
}
