import type { ChannelPlugin, Desk } from '../../../../core/contract/index.ts'
import type { ChannelSubject } from '../../../../core/testkit/index.ts'
import { webChat } from '../../../plugins/web/browsers.ts'

/** A desk whose history tells of no files. */
const withoutFiles = (desk: Desk): Desk => ({
  ...desk,
  async conversation(wanted) {
    const view = await desk.conversation(wanted)
    return view && { ...view, messages: view.messages.map(({ media: _, ...message }) => message) }
  },
})

const { plugin } = webChat
const forgetful: ChannelPlugin = {
  ...plugin,
  create(context) {
    const channel = plugin.create(context)
    return { ...channel, start: desk => channel.start(withoutFiles(desk)) }
  },
}

/** A channel whose clients read the history, and do not find the files in it that it has declared. */
export const fileless: ChannelSubject = { ...webChat, plugin: forgetful }
