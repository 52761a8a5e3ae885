import { readFile } from 'node:fs/promises'
import fp from 'fastify-plugin'
import type { ServerParts } from './parts.ts'

/** The short ways to the chat: `/`, `/chat`, and `/widget.js` for the salon's own site. */
export const chat = fp(
  async (app, { channels, server }: Pick<ServerParts, 'channels' | 'server'>) => {
    const first = channels.find(({ page }) => page === 'chat')
    if (!first) return
    const page = `/chat/${first.instance}`

    for (const url of ['/', '/chat', '/chat/'])
      app.get(url, async (_request, reply) => reply.header('cache-control', 'no-store').redirect(page, 302))

    const source = await readFile(new URL('./assets/widget.js', import.meta.url), 'utf8')
    const settings = JSON.stringify({ page, origins: server.origins })
    // A plain script, because a module does not know which tag it came from; the function keeps its names to itself.
    const body = `(() => {\n${source.replace(/^export /m, '')}\nstartChatWidget(${settings})\n})()\n`
    app.get('/widget.js', async (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=300')
        // Any site may load the script; which sites may show the chat, `frame-ancestors` of the page decides.
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(body),
    )
  },
  { name: 'chat' },
)
