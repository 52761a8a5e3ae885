import fp from 'fastify-plugin'
import type { ServerParts } from './parts.ts'

/** The short ways to the first chat: `/`, `/chat`, and what a salon's own site asks for: `/widget.js` and its settings. */
export const chat = fp(
  async (app, { channels }: Pick<ServerParts, 'channels'>) => {
    const first = channels.find(({ page }) => page === 'chat')
    if (!first) return
    const page = `/chat/${first.instance}`

    for (const url of ['/', '/chat', '/chat/'])
      app.get(url, async (_request, reply) => reply.header('cache-control', 'no-store').redirect(page, 302))

    for (const name of ['widget.js', 'widget.json'])
      app.get(`/${name}`, async ({ url }, reply) =>
        reply
          .header('cache-control', 'public, max-age=300')
          // Any site may ask; the answer behind it decides what it gets.
          .header('cross-origin-resource-policy', 'cross-origin')
          .redirect(`${page}/${name}${new URL(url, 'http://localhost').search}`, 302),
      )
  },
  { name: 'chat' },
)
